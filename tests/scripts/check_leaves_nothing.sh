#!/bin/sh
# However a run is ended, at whatever moment, nothing of it is left: no process, namespace, mount, temporary file or
# half-written record. SIGINT, SIGTERM and SIGKILL at random moments, to the runner alone and, as Ctrl-C does, to its
# whole group; as root and as an ordinary user.
#
# All this happens in a PID and a mount namespace of its own: so what is left can be counted, whoever else is busy here,
# and it would go with the namespaces.
# usage: check_leaves_nothing.sh [TIMES]   (50)
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3 unshare mount
times=${1:-50}
unshare -Urmpf --mount-proc true 2>"$work/why" || skip "no namespaces to count in: $(tail -n 1 "$work/why")"

copy_tree "$work/tree"
mkdir "$work/tree/tests"
cp -R tests/scenarios "$work/tree/tests/"
mkdir "$work/home/runs"
give_to_user "$work/tree" "$work/home"

# leaves.py TIMES SEED LIMIT USER: the first process of its namespaces; USER 0: no other user can be had
cat >"$work/leaves.py" <<'END'
import os, random, signal, subprocess, sys, time

times, seed, limit, user = (int(word) for word in sys.argv[1:])
rng = random.Random(seed)
faults = 0
# Some tenths of a second on an idle machine: the kernel takes its time to close captures. The bound is for busy ones.
PATIENCE = 6
NAMES = {signal.SIGINT: "SIGINT", signal.SIGTERM: "SIGTERM", signal.SIGKILL: "SIGKILL"}


def fault(text):
    global faults
    faults += 1
    print("        " + text, flush=True)


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError:
        return b""


def others():
    """All processes but this one: pid, state and command."""
    out = []
    for pid in os.listdir("/proc"):
        if pid.isdigit() and int(pid) != os.getpid():
            stat = read(f"/proc/{pid}/stat").decode(errors="replace")
            if stat:
                out.append((int(pid), stat.rsplit(")", 1)[-1].split()[0], read(f"/proc/{pid}/cmdline").replace(b"\0", b" ")[:80]))
    return out


def network_namespaces():
    found = set()
    for pid in os.listdir("/proc"):
        try:
            found.add(os.readlink(f"/proc/{pid}/ns/net"))
        except OSError:
            pass
    return found - {None}


def reap(runner, seconds):
    """Waits for everybody to be gone; returns the runner's status, None where it is still there."""
    status, until = None, time.monotonic() + seconds
    while True:
        try:
            pid, ended = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            pid, ended = -1, 0
        if pid == runner:
            status = os.waitstatus_to_exitcode(ended)
        if pid > 0:
            continue
        if pid == -1 and not others():
            return status
        if time.monotonic() > until:
            return status
        time.sleep(0.005)


def start(uid, *words):
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    if uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in 0, 1, 2:
        os.dup2(null, fd)
    os.execv("build/lab", ["build/lab", *words])


def examine(what, runs):
    """Only whole records, and nothing but records and how long they took."""
    whole = 0
    for top in set(os.listdir(runs)) - {"durations"}:
        for name in os.listdir(f"{runs}/{top}"):
            files = set(os.listdir(f"{runs}/{top}/{name}"))
            if name.startswith(".") or {"wire.pcapng", "timeline.json", "script.lab", "result.json"} - files:
                fault(f"{what}: {runs}/{top}/{name}: {sorted(files)}")
            for control in (f for f in files if f.startswith("control-")):
                inside = set(os.listdir(f"{runs}/{top}/{name}/{control}"))
                if {"wire.pcapng", "timeline.json"} - inside:
                    fault(f"{what}: {runs}/{top}/{name}/{control}: {sorted(inside)}")
            whole += 1
    return whole


os.chdir("/mnt/tree")
if limit:
    # Whatever would be left of network namespaces, seen or not, is counted by the kernel; and soon there are no more.
    with open("/proc/sys/user/max_net_namespaces", "w") as f:
        f.write(str(limit))
mounts, tmp, network = read("/proc/self/mountinfo"), sorted(os.listdir("/tmp")), network_namespaces()
kept, endings, slowest = 0, {}, 0
signal.signal(signal.SIGINT, signal.SIG_DFL)  # for the runner, between fork and exec
for i in range(times):
    number = rng.choice(list(NAMES))
    command = rng.choice((["run", "linger"], ["run", "linger/01", "linger/02"], ["run", "-j", "16", "--quiet"],
                          ["run", *(f"tests/scenarios/hosts-{name}.lab" for name in ("crash", "reboot", "unreachable")),
                           "tests/scenarios/fault-delay.lab"]))
    if rng.random() < 0.15 and number != signal.SIGINT:  # which is for who sits in the shell
        command = rng.choice((["shell", "linger", "--", "sh", "-c", "server & sleep 60"], ["doctor"]))
    uid = user if i % 2 else 0
    runs = "/mnt/home/runs" if uid else "/mnt/runs"
    if i % 4 < 2:
        subprocess.run(["rm", "-rf", runs], check=True)
    os.makedirs(runs, exist_ok=True)
    if uid:
        os.chown(runs, uid, uid)
    delay = rng.uniform(0, 0.6)
    group = number == signal.SIGINT and rng.random() < 0.5
    if command[0] == "run":
        command[1:1] = ["--runs", runs]
    what = f"seed {seed}, lab {command[0]}, {NAMES[number]} to the {'group' if group else 'runner'} after {delay * 1e3:.0f} ms, uid {uid}"
    runner = start(uid, *command)
    time.sleep(delay)
    try:
        (os.killpg if group else os.kill)(runner, number)
    except ProcessLookupError:
        pass  # in its first instant it leads no group yet
    begin = time.monotonic()
    status = reap(runner, PATIENCE)
    slowest = max(slowest, time.monotonic() - begin)
    if status not in (0, 1, -number, 128 + number) and (command[0], status) != ("doctor", 4):
        fault(f"{what}: the runner's status is {status}")
    endings[status] = endings.get(status, 0) + 1
    left = others()
    if left:
        some = ", ".join(f"{command.decode(errors='replace').strip() or pid} ({state})" for pid, state, command in left[:3])
        fault(f"{what}: {len(left)} processes are left: {some} ...")
        os.kill(-1, signal.SIGKILL)
        reap(0, 10)
    if network_namespaces() != network:
        fault(f"{what}: network namespaces {network_namespaces()} where there were {network}")
    if read("/proc/self/mountinfo") != mounts:
        fault(f"{what}: other mounts than before")
    if sorted(os.listdir("/tmp")) != tmp:
        fault(f"{what}: in /tmp: {sorted(os.listdir('/tmp'))}")
    kept += examine(what, runs)

# And all is well: it runs as if nothing had been.
runner = start(0, "run", "--runs", "/mnt/last", "linger/02")
status = reap(runner, 20)
if status != 0:
    fault(f"after all that linger/02 ends with {status}")
print(f"        {times} runs ended so: {dict(sorted(endings.items(), key=str))}; "
      f"{kept} whole records; all gone after {slowest:.2f} s at most", flush=True)
sys.exit(1 if faults else 0)
END

seed=${SEED:-$(date +%s)}
# count_in NAME LIMIT USER UNSHARE...
count_in() {
	name=$1 limit=$2 other=$3
	shift 3
	# shellcheck disable=SC2016 # expanded by the inner shell
	if timeout -k 5 600 "$@" --mount-proc sh -c 'mount --bind "$1" /mnt && mount -t tmpfs none /tmp && cd / && shift && exec "$@"' \
		inner "$work" python3 /mnt/leaves.py "$share" "$seed" "$limit" "$other"; then
		ok "$name (SEED=$seed)"
	else
		fault "$name (SEED=$seed)"
	fi
}

share=$times
if [ "$(id -u)" = 0 ]; then
	if unshare -mpf --mount-proc true 2>/dev/null && [ -z "$(no_user)" ]; then
		share=$(((times + 1) / 2))
		count_in "root and an ordinary user" 0 "$user" unshare -mpf
	fi
fi
count_in "root of a user namespace with few network namespaces" 150 0 unshare -Urmpf
conclude
