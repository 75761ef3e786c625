"""Plays `lab predict` at a pseudo-terminal, as a person would. For check_predict.sh, from a folder of its own."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

SECRETS = ["R. 6:6", "aborts the connection", "02-rst", "linger-zero", "and no FIN"]


class Player:
    """`lab predict` on a terminal of so many columns."""

    def __init__(self, *arguments, columns=100):
        self.seen = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv("build/lab", ["lab", "predict", *arguments])
        self.resize(columns)

    def resize(self, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def until(self, pattern, seconds=20):
        """Waits for the pattern in what has not been waited for yet, and returns all up to it."""
        end = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.seen)
            if found:
                text, self.seen = self.seen[: found.end()], self.seen[found.end() :]
                return text
            if time.monotonic() > end or not self.read(max(0, end - time.monotonic())):
                raise AssertionError(f"waited in vain for /{pattern}/, and saw: {self.seen[-600:]!r}")

    def type(self, text):
        os.write(self.fd, text.encode())

    def end(self, seconds=20):
        """All that still comes, and how it ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.read(max(0, end - time.monotonic())):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return self.seen, os.waitstatus_to_exitcode(status)


def left_behind():
    """Processes that run programs of this folder."""
    here, found = os.getcwd() + "/", []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            program = os.readlink(f"/proc/{pid}/exe")
        except OSError:
            continue
        if program.startswith(here):
            found.append(program)
    return found


def leaves_nothing(folder):
    for _ in range(50):
        if not left_behind():
            break
        time.sleep(0.1)
    assert not left_behind(), left_behind()
    assert not os.path.exists(folder), f"{folder} is left"


def plays_well():
    player = Player("linger/02")
    before = player.until(r"1\. .*\n(   .*\n)+   > ")
    player.type("RST\n")
    before += player.until(r"2\. .*\n(   .*\n)+   > ")
    player.resize(60)
    os.kill(player.pid, signal.SIGWINCH)
    player.type("nonsense\n")
    refusal = player.until("none of the answers(.*\n)+   > ")
    assert max(map(len, refusal.split("\n"))) <= 60, refusal
    before += refusal
    player.type("\x1b[A\n")
    before += player.until("none of the answers(.*\n)+   > ")
    player.type("nothing\n")
    third = player.until(r"3\. .*\n(   .*\n)+   > ")
    assert max(map(len, third.split("\n"))) <= 60, third
    before += third
    for secret in SECRETS:
        assert secret not in before, f"{secret!r} is seen before the reveal"
    player.type("time_wait\n")
    after, status = player.end()
    assert status == 1, (status, after)
    flat = " ".join(after.split())
    for words in ["1 right", "2 right", "3 wrong", "CLOSED, not TIME_WAIT", "aborts the connection", "2 of 3"]:
        assert words in flat, f"{words!r} is not in the reveal: {after}"


def all_right():
    player = Player("--runs", "all-right", "linger/02")
    for answer in ["f", "d", "b"]:
        player.until("   > ")
        player.type(answer + "\n")
    after, status = player.end()
    assert status == 0 and "3 of 3" in after, (status, after)


def gives_up():
    player = Player("--runs", "never", "linger/02")
    for _ in range(3):
        player.until("   > ")
        player.type("x" * 3000 + "\n")
    player.until("Taken as")
    player.until("   > ")
    player.type("q\n")
    after, status = player.end()
    assert status == 1 and "Nothing was played" in after, (status, after)
    leaves_nothing("never")


def end_of_file():
    player = Player("--runs", "never", "linger/02")
    player.until("   > ")
    player.type("\x04")
    after, status = player.end()
    assert status == 1 and "Nothing was played" in after, (status, after)
    leaves_nothing("never")


def interrupted_asking():
    player = Player("--runs", "never", "linger/02")
    player.until("   > ")
    player.type("half an ans\x03")
    after, status = player.end()
    assert status == 130 and "nothing is left behind" in after, (status, after)
    leaves_nothing("never")


def interrupted_playing():
    player = Player("--runs", "never", "keepalive/13")
    questions = int(re.search(r"questions 1 to (\d+)", player.until("questions 1 to .*\n")).group(1))
    for _ in range(questions):
        player.until("   > ")
        player.type("\n")
    player.until("waits for")
    player.type("\x03")
    after, status = player.end()
    assert status == 130 and "nothing is left behind" in after, (status, after)
    leaves_nothing("never")


def interrupted_second():
    """After a first scenario was played, Ctrl-C still works at the keyboard."""
    player = Player("--runs", "second", "linger/02", "linger/01")
    for _ in range(3):
        player.until("   > ")
        player.type("\n")
    player.until("linger/02: 0 of 3")
    player.until("   > ")
    player.type("\x03")
    after, status = player.end()
    assert status == 130, (status, after)


for play in [plays_well, all_right, gives_up, end_of_file, interrupted_asking, interrupted_playing, interrupted_second]:
    begin = time.monotonic()
    try:
        play()
    except AssertionError as error:
        print(f"FAIL  {play.__name__}: {error}")
        sys.exit(1)
    print(f"ok    {play.__name__}  {time.monotonic() - begin:.1f} s")
