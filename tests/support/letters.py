#!/usr/bin/env python3
"""letters.py TREE: puts a letter in the place of each word that a script of TREE gives to a program.

Before they took words the programs took these letters, and what was written then is to go on to work.
"""
import glob
import re
import sys

LETTERS = """
crash/client        sigio=i address=a
crash/selects       address=a
crash/server        parent-holds=P reap-one=1 wait-to-read=R crash=c write=w receive-buffer=b linger=l address=a
crash/step          listen=l read-timeout=t recverr=e buffers=b port=p address=a
keepalive/client    keepalive=o idle=i interval=v probes=c user-timeout=u wait-to-set=k talk=m receive-buffer=r address=a
keepalive/options   idle=i interval=v probes=c
keepalive/pending   idle=i hello=m only-errors=e
keepalive/server    keepalive=o idle=i interval=v probes=c on-listener=l wait-to-set=k write=w talk=m half-close=h wait-to-close=C address=a
linger/after        half-close=s no-open=n
linger/client       linger=l onoff=o write=w half-close=s read=r nonblocking=n wait-to-close=k exit=x address=a
linger/protocols    linger=l unread=u
linger/reopen       linger=l address=a
linger/server       greet=g wait-to-read=R receive-buffer=b answer=A half-close=s wait-to-close=C linger=l address=a
linger/shared       fork=f thread=t linger=l write=w
reuseaddr/client    close-first=c talk=k address=a
reuseaddr/receiver  reuse=o reuse-after-bind=l other-user=u wait-to-read=k sockets=n peer=p address=a
reuseaddr/sender    sockets=n broadcast=b port=p address=a
reuseaddr/server    reuse=o reuse-after-bind=l other-user=u wait-to-listen=k close-first=c fork=f address=a
shutdown/client     close=c wait=k address=a
shutdown/server     wait=k no-answer=n address=a
shutdown/shared     fork=f thread=t writing=w close=c
shutdown/steps      listen=l receive-buffer=b port=p address=a
sigpipe/async       owner=o wait-to-set=l sigusr1=s
sigpipe/client      sigpipe=s udp=u nonblocking=n user-timeout=t address=a ask-error=e recverr=r
sigpipe/datagrams   address=a
sigpipe/first       no-namespace=n
sigpipe/local       read=r open=o half-close=s
sigpipe/selector    fill=f
sigpipe/server      receive-buffer=b no-listen=L address=a
sigpipe/unconnected connect=c recverr=r
sigpipe/writers     no-half-close=n
"""
# Where a letter stood for more than a word, or an argument for itself.
PHRASES = {
    "crash/selects": [(r"--keepalive --idle (\d+)", r"-k \1"), ("--keepalive", "-k 1")],
    "crash/step": [("--keepalive", "-k 1")],
    "linger/options": [(r"--onoff (-?\d+) --linger (\d+)", r"\1 \2"), (r"--linger (\d+)", r"1 \1")],
    "reuseaddr/several": [("--reuse addr", "-o"), ("--reuse port", "-p")],
    "shutdown/shared": [("--sigpipe ignore", "-i")],
    "shutdown/steps": [("--sigpipe ignore", "-i")],
    "sigpipe/blocked": [("--sigpipe catch", "-c")],
    "sigpipe/selector": [("read write", "rw"), ("read except", "rx"), (r"\bread", "r"), ("write", "w"), ("except", "x")],
}
tables = {name: dict(pair.split("=") for pair in pairs) for name, *pairs in map(str.split, LETTERS.split("\n")[1:-1])}


def letters(lab, line):
    match = re.match(r"((?:control +)?start +(\S+?)(?:@\S+)?(?: += +(\S+))?)((?: .*)?)$", line)
    if not match or match[3] == "exec" or match[3] and "/" in match[3]:
        return line
    program = f"{lab}/{match[3] or match[2]}"
    arguments = match[4]
    for phrase, short in PHRASES.get(program, []):
        arguments = re.sub(phrase, short, arguments)
    return match[1] + re.sub(r"--([a-z0-9-]+)", lambda word: "-" + tables[program][word[1]], arguments)


changed = 0
for path in sorted(glob.glob(f"{sys.argv[1]}/labs/*/*.lab")):
    with open(path, encoding="utf-8") as file:
        before = file.read().split("\n")
    after = [letters(path.split("/")[-2], line.split("  #")[0].rstrip()) if re.match("(control +)?start ", line) else line
             for line in before]
    changed += sum(a != b for a, b in zip(after, before))
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(after))
    if any(re.match("(control +)?start (?!.*exec).* --", line) for line in after):
        sys.exit(f"{path}: a word is left")
print(changed, "lines")
