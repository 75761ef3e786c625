"""screen.py - a program on a terminal, as a person has it: keys go in, and what stands on the screen is read.

A pseudo-terminal, and as much of xterm as our programs use; a sequence that it does not know is an error.
"""
import codecs, errno, fcntl, os, pty, re, select, signal, struct, subprocess, termios, time

SEQUENCE = re.compile(r"\x1b\[(\??)([0-9;]*)([A-Za-z])")


class Screen:
    def __init__(self, command, columns=80, rows=24, env=None, cwd=None):
        self.master, slave = pty.openpty()
        self.columns, self.rows = columns, rows
        self.set_size(columns, rows)
        self.slave = slave  # kept open, so that its modes can be asked when the program is gone
        self.before = termios.tcgetattr(slave)
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.alternate, self.cursor, self.all, self.pending = False, True, "", ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.unknown = []
        self.wrapped = 0  # characters beyond the last column
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env, cwd=cwd,
                                        preexec_fn=self.own_session)

    def own_session(self):
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def set_size(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        """The kernel sends SIGWINCH to whoever is in the foreground."""
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.set_size(columns, rows)

    def read(self, seconds=0.05):
        """Takes in what the program writes, until it has said nothing for so long."""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError as e:
                if e.errno == errno.EIO:
                    return
                raise
            if not data:
                return
            self.feed(self.decoder.decode(data))

    def feed(self, text):
        self.all += text
        text, self.pending = self.pending + text, ""
        at = 0
        while at < len(text):
            c = text[at]
            if c == "\x1b":
                found = SEQUENCE.match(text, at)
                if not found:
                    if len(text) - at < 16:
                        self.pending = text[at:]
                        return
                    self.unknown.append(text[at:at + 8])
                    at += 1
                    continue
                self.obey(*found.groups())
                at = found.end()
                continue
            at += 1
            if c == "\r":
                self.column = 0
            elif c == "\n":
                self.row = min(self.row + 1, self.rows - 1)
            elif ord(c) < 32:
                self.unknown.append(c)
            else:
                if self.row >= self.rows or self.column >= self.columns:
                    self.wrapped += 1
                else:
                    self.cells[self.row][self.column] = c
                self.column += 1

    def obey(self, private, numbers, letter):
        values = [int(n or 0) for n in numbers.split(";")]
        if private and letter in "hl" and values == [1049]:
            self.alternate = letter == "h"
        elif private and letter in "hl" and values == [25]:
            self.cursor = letter == "h"
        elif letter == "m":
            pass
        elif letter == "H":
            self.row, self.column = values[0] - 1, values[1] - 1
        elif letter == "K" and values == [0]:
            if self.row < self.rows:
                self.cells[self.row][self.column:] = [" "] * (self.columns - self.column)
        elif letter == "J" and values[0] in (0, 2):
            for r in range(self.row if values[0] == 0 else 0, self.rows):
                self.cells[r] = [" "] * self.columns
        else:
            self.unknown.append(private + numbers + letter)

    def lines(self):
        return ["".join(row).rstrip() for row in self.cells]

    def text(self):
        return "\n".join(self.lines())

    def press(self, keys):
        os.write(self.master, keys.encode())

    def until(self, pattern, seconds=30):
        """Whether the screen comes to hold this within so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read()
            if re.search(pattern, self.text()):
                return True
            if self.process.poll() is not None:
                self.read()
                return bool(re.search(pattern, self.text()))
        return False

    def ends(self, seconds=15):
        """Its exit status; None where it does not end in time, -N where signal N ended it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            self.read()
        self.read()
        return self.process.poll()

    def restored(self):
        """Why the terminal is not as it was; "" where it is."""
        after = termios.tcgetattr(self.slave)
        if after != self.before:
            return "its modes differ"
        if self.alternate:
            return "the alternate screen is on"
        return "" if self.cursor else "the cursor is hidden"

    def hang_up(self):
        os.close(self.slave)
        os.close(self.master)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
