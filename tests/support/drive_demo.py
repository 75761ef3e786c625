"""drive_demo.py - lab demo as a lecturer has it: its keys, its size, its ends. See check_demo.sh.

usage: drive_demo.py LAB SCENARIO FILE.lab
"""
import os, re, signal, subprocess, sys, time

from screen import Screen

LAB, SCENARIO, WAITING = sys.argv[1:4]
ENV = dict(os.environ, TERM="xterm-256color")
ENV.pop("NO_COLOR", None)
# What linger/02 comes to, in its title, its claims, its segments and calls.
OUTCOME = re.compile(r"RST|R\. |ECONNRESET|abort|zero-sends|holds:|qualified|CLOSED")
STOP = "What will happen"
faults = 0


def ok(name):
    print(f"  ok    {name}", flush=True)


def check(name, good, screen=None, why=""):
    global faults
    if good:
        ok(name)
        return
    faults += 1
    print(f"  FAIL  {name} {why}", flush=True)
    if screen:
        print("".join(f"        | {line}\n" for line in screen.lines()), end="", flush=True)


def processes_of(pid):
    """All processes below this one, and itself: by their parents, as namespaces hide nothing from outside."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as f:
                    parents[int(entry)] = int(f.read().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                pass
    found, more = {pid}, True
    while more:
        more = {p for p, parent in parents.items() if parent in found} - found
        found |= more
    return {p for p in found if p in parents}


def start(*arguments, columns=80, rows=24):
    return Screen([LAB, "demo", *arguments], columns, rows, env=ENV)


def gone(pids, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(os.path.exists(f"/proc/{p}") for p in pids):
            return True
        time.sleep(0.05)
    return False


def leaves(name, s, status, end=None):
    """It ends with this status, and leaves the terminal, the machine and its own folder as they were."""
    pids = processes_of(s.process.pid)
    if end:
        end()
    found = s.ends()
    check(f"{name}: it ends with status {status}", found == status, s, f"but {found}")
    check(f"{name}: the terminal is as it was", not s.restored(), why=s.restored())
    check(f"{name}: no process is left", gone(pids), why=str(pids))
    check(f"{name}: nothing but what a terminal knows was sent", not s.unknown and not s.wrapped, why=f"{s.unknown} {s.wrapped}")
    s.kill()


def step(s, keys, pattern, name):
    s.press(keys)
    check(name, s.until(pattern), s)


def press_until(s, keys, pattern, times=30):
    """Presses again when the screen has changed: how far an act has come by then, only the machine knows."""
    for _ in range(times):
        if re.search(pattern, s.text()):
            return True
        before, end = s.text(), time.monotonic() + 5
        s.press(keys)
        while s.text() == before and time.monotonic() < end:
            s.read()
    return bool(re.search(pattern, s.text()))


def lecture():
    s = start(SCENARIO)
    check("the opening asks", s.until(STOP) and "client --linger 0" in s.text() and "Linux" in s.text(), s)
    check("the opening is on the alternate screen, without a cursor", s.alternate and not s.cursor)
    step(s, "x\x1b[15~\x1b[1;5H\u00e4\x1b\x00", "does nothing", "a key that means nothing says so")
    check("and changes nothing", STOP in s.text() and "linger 02" in s.text(), s)
    step(s, "b", "no event yet", "before the first act there is nothing to explain")
    step(s, "p", "the beginning", "and nothing to go back to")
    step(s, "?", "any key: back", "the keys are listed")
    step(s, " ", STOP, "a key closes the list, and no more")
    check("nothing of the outcome was on the screen", not OUTCOME.search(s.all), s)
    step(s, " ", r"accept(?s:.*)act 1 of 2|act 1 of 2(?s:.*)accept", "the first act comes")
    check("and stops before the second", s.until(r"Next: (?s:.*)client --linger 0(?s:.*)What will happen"), s)
    step(s, "b", "now +it has not returned", "b explains the last event")
    step(s, "b", "listen", "b again explains the one before")
    step(s, "z", STOP, "any other key goes back")
    check("still nothing of the outcome, in all that was sent", not OUTCOME.search(s.all), s)
    s.resize(60, 20)
    check("60x20 is drawn anew", s.until(STOP) and max(map(len, s.lines())) <= 60, s)
    s.resize(200, 50)
    check("200x50 too", s.until(STOP) and "act 1 of 2" in s.text(), s)
    s.resize(20, 5)
    check("20x5 says what it needs", s.until("60 x 12"), s)
    s.press("b?")
    s.read()
    s.resize(80, 24)
    s.press("xx")
    check("80x24 goes on where it was", s.until("act 1 of 2"), s)
    check("nothing of the outcome whatever the size", not OUTCOME.search(s.all), s)
    step(s, "\r", r"act 2 of 2", "Enter begins the second act")
    s.press("\x1b[C")
    s.until("What has it shown|conclusion")
    check("a key shows the rest of the act at once", press_until(s, "p", r"R\. 6:6\(0\)(?s:.*)What has it shown", 1), s)
    check("its title is not told yet", "aborts the connection" not in s.text(), s)
    step(s, "\x1b[D", r"act 1 of 2(?s:.*)What will happen", "left: an act back")
    check("with what came after it gone", not OUTCOME.search(s.text()), s)
    step(s, "n", "act 2 of 2", "n: on again")
    check("and the rest comes by itself", s.until("What has it shown"), s)
    press_until(s, "b", "R  RST")
    check("b tells what a RST is", "aborts the connection" in s.text(), s)
    s.press("z")
    step(s, "\x1b[6~", r"conclusion(?s:.*)SO_LINGER(?s:.*)zero-sends-rst: holds", "Page Down: title and claims at the end")
    before = s.text()
    step(s, "\x1b[B\x1b[B\x1b[B", "linger-zero", "down scrolls")
    check("the conclusion has moved", s.text() != before, s)
    step(s, " ", "last scenario", "behind the last scenario there is none")
    step(s, "r", STOP, "r plays it again")
    check("from the beginning, with the outcome hidden", not OUTCOME.search(s.text()), s)
    leaves("q", s, 0, lambda: s.press("q"))


def scenarios():
    s = start("linger/01", SCENARIO)
    check("two scenarios: the first", s.until(r"linger 01(?s:.*)What will"), s)
    step(s, "N", r"linger 02(?s:.*)What will", "N: the next one")
    step(s, "N", "the last scenario", "N: there is no third")
    step(s, "P", r"linger 01(?s:.*)What will", "P: the one before")
    s.press("\x1a")
    time.sleep(0.3)
    s.read()
    # Nobody waits for its group here, so the kernel does not let it stop; the screen must be whole again.
    check("Ctrl-Z, where no shell could go on", s.until("What will") and s.process.poll() is None, s)
    leaves("SIGTERM", s, 128 + signal.SIGTERM, lambda: s.process.send_signal(signal.SIGTERM))


def interrupts():
    """Ctrl-C at each stage."""
    stages = {
        "while it is played": ("it is being played", ""),
        "at the opening": (STOP, ""),
        "within an act": (r"act 1 of", " "),
        "at the list of keys": ("any key: back", "?"),
    }
    for name, (pattern, keys) in stages.items():
        s = start(WAITING if "played" in name else SCENARIO)
        if keys:
            s.until(STOP)
            s.press(keys)
        check(f"Ctrl-C {name}: it is there", s.until(pattern), s)
        leaves(f"Ctrl-C {name}", s, 130, lambda: s.press("\x03"))
    s = start(SCENARIO)
    s.until(STOP)
    press_until(s, " ", "conclusion")
    check("Ctrl-C at the conclusion: it is there", s.until("conclusion"), s)
    leaves("Ctrl-C at the conclusion", s, 130, lambda: s.press("\x03"))


def waits():
    """While it is played: what it waits for must not tell the outcome."""
    s = start(WAITING)
    check("a run that waits for a timer says so", s.until("waits for time"), s)
    check("but not for what", "exits" not in s.all and "SECRET" not in s.all, s)
    step(s, " ", "still being played", "space does not hurry it")
    leaves("q while it is played", s, 0, lambda: s.press("q"))


def killed():
    s = start(WAITING)
    s.until("being played")
    pids = processes_of(s.process.pid)
    s.process.kill()
    s.process.wait()
    check("SIGKILL while it is played: no process is left", gone(pids), why=str(pids))


def automatic():
    s = start("--auto", "300ms", SCENARIO)
    check("--auto goes on by itself", s.until("act 2 of 2"), s)
    leaves("--auto", s, 0)
    check("to the conclusion", "zero-sends-rst" in s.all)


def hang_up():
    for name, script in (("at a stop", SCENARIO), ("while it is played", WAITING)):
        s = start(script)
        s.until(STOP if script == SCENARIO else "being played")
        pids = processes_of(s.process.pid)
        s.hang_up()
        try:
            status = s.process.wait(10)
        except subprocess.TimeoutExpired:
            status = None
        check(f"hang-up {name}: it ends", status == 128 + signal.SIGHUP, why=f"status {status}")
        check(f"hang-up {name}: no process is left", gone(pids))
        if status is None:
            s.process.kill()


for part in (lecture, scenarios, interrupts, waits, killed, automatic, hang_up):
    part()
sys.exit(faults != 0)
