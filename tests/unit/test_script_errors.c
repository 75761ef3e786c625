/* test_script_errors.c - the parser: what each error says, and where; hostile files. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/support/parsed_script.h"
#include "tests/unit/suites.h"

struct fault {
	const char *text; /* with HEAD before and TAIL behind it, so that it is line 5 */
	unsigned line, column; /* 0: the whole file */
	const char *says;
};

static const struct fault faults[] = {
	{ "clsoe", 5, 1, "unknown keyword 'clsoe'" },
	{ "strat x", 5, 1, "did you mean 'start'?" },
	{ "cleint > server S 0:0(0)", 5, 1,
	  "no actor 'cleint' has been started up to here; there is server, client" },
	{ "client > sevrer S 0:0(0)", 5, 10, "no actor 'sevrer'" },
	{ "state sever CLOSED", 5, 7, "there is server, client" },
	{ "client exit 0", 5, 8, "expected ':', '>', 'exits', 'dies', 'is' or 'waits' after 'client'" },
	{ "client: clsoe() = 0", 5, 9, "unknown system call 'clsoe'; did you mean 'close'?" },
	{ "client: recv() = 0", 5, 9, "the system call is recvfrom" },
	{ "client: read() = -1", 5, 18, "-1 needs the errno" },
	{ "client: read() = -1 within 1s", 5, 18, "-1 needs the errno" },
	{ "client: read() = -2", 5, 18, "returns -1 and sets errno" },
	{ "client: read() = -1 ECONRESET", 5, 21, "did you mean 'ECONNRESET'?" },
	{ "client: read() = 5 bytes", 5, 20, "expected '= RESULT'" },
	{ "client: read( = 5", 5, 13, "is not closed" },
	{ "client: read = 5", 5, 14, "expected '('" },
	{ "client: read(4, , 5)", 5, 13, "argument 2 is empty" },
	{ "client: close(3<TCP:[1]>)", 5, 15, "the descriptor's number alone: 3" },
	{ "client: close() = 0 within 1s takes 2s", 5, 31, "no call takes" },
	{ "client: close() = 0 within 1s within 2s", 5, 31, "said twice" },
	{ "client: close() <unfinished ...> within 2s", 5, 34, "has not returned" },
	{ "never client: close() within 2s", 5, 23, "however long it takes" },
	{ "client#2: close()", 5, 7, "not to a connection" },
	{ "client dies SIGPIP", 5, 13, "did you mean 'SIGPIPE'?" },
	{ "client: --- SIGFOO ---", 5, 13, "unknown signal 'SIGFOO'" },
	{ "client exits 256", 5, 14, "at most 255" },
	{ "client exits 99999999999999999999999", 5, 14, "too large" },
	{ "state client TIMEWAIT", 5, 14, "did you mean 'TIME_WAIT'?" },
	{ "state client FIN_WAIT_1|", 5, 25, "expected a TCP state" },
	{ "state client ESTABLISHED Snd-Q > 0", 5, 26, "did you mean 'Send-Q'?" },
	{ "state client ESTABLISHED timer of", 5, 32, "did you mean 'off'?" },
	{ "state client ESTABLISHED rto 200", 5, 30, "expected a duration" },
	{ "state client ESTABLISHED expires > 1.5us", 5, 36, "whole milliseconds" },
	{ "state client ESTABLISHED backoff 1s", 5, 35, "unknown field 's'" },
	{ "state client ESTABLISHED probs 1", 5, 26, "did you mean 'probes'?" },
	{ "state client CLOSED Send-Q 0", 5, 21, "no entry in the table" },
	{ "state client CLOSED within 1s", 5, 21, "this line is no call" },
	{ "counter", 5, 8, "expected the name of an actor" },
	{ "counter client", 5, 15, "expected the name of a counter as nstat prints it" },
	{ "counter client +1", 5, 16, "expected the name of a counter as nstat prints it" },
	{ "counter client TCP-Abort +1", 5, 19, "made of letters, digits and '_'" },
	{ "counter client TCPAbortOnData", 5, 30, "expected by how much it moves, such as +1" },
	{ "counter client TCPAbortOnData 1", 5, 31, "expected by how much it moves, such as +1" },
	{ "counter client TCPAbortOnData >= 1", 5, 34, "expected by how much it moves, such as +1" },
	{ "counter client TCPAbortOnData + x", 5, 33, "a number right after the sign" },
	{ "counter client TCPAbortOnData +9223372036854775808", 5, 32, "at most 9223372036854775807" },
	{ "counter client TCPAbortOnData +1 more", 5, 34, "" },
	{ "counter client#1 TCPAbortOnData +1", 5, 9,
	  "for a whole host, not for a connection: write 'client'" },
	{ "counter sever TCPAbortOnData +1", 5, 9, "there is server, client" },
	{ "never counter client TCPAbortOnData +1", 5, 7, "read once, when its act has ended" },
	{ "may counter client TCPAbortOnData +1", 5, 5, "read once, when its act has ended" },
	{ "+1s counter client TCPAbortOnData +1", 5, 5, "read once, when its act has ended" },
	{ "client is", 5, 10, "expected 'a zombie' or 'stopped'" },
	{ "client is zombie", 5, 11, "expected 'a zombie' or 'stopped', found 'zombie'" },
	{ "client is a daemon", 5, 13, "expected 'zombie', found 'daemon'" },
	{ "client is stopped now", 5, 19, "expected the end of the line" },
	{ "client waits", 5, 13, "expected 'in' and a system call" },
	{ "client waits in", 5, 16, "expected a system call such as accept" },
	{ "client waits in acept", 5, 17, "did you mean 'accept'?" },
	{ "client waits in recv", 5, 17,
	  "recv() is a function of the C library; the system call is recvfrom" },
	{ "client waits in accept()", 5, 23, "expected the end of the line" },
	{ "never client is stopped", 5, 7, "read once, when its act has ended" },
	{ "client > 127.0.0 S", 5, 10, "no address with or without a port, such as 127.0.0.2:9877" },
	{ "client > 127.0.0.2:99999 S", 5, 10, "no address with or without a port" },
	{ "[::1 > client S", 5, 1, "no address with or without a port" },
	{ "127.0.0.2:9999 > sever S", 5, 18, "no actor 'sever'" },
	{ "127.0.0.2:9999: close()", 5, 1, "no address with or without a port" },
	{ "127.0.0.2 exits 0", 5, 11, "expected '>'" },
	{ "client > 127.0.0.2#2 S", 5, 10, "no address with or without a port" },
	{ "cut client > 127.0.0.2", 5, 14, "expected the name of an actor" },
	{ "start client -x", 5, 7, "was started on line 4" },
	{ "start", 5, 6, "expected a name for the actor" },
	{ "start state", 5, 7, "is a word of the language" },
	{ "start a.b", 5, 8, "letters, digits" },
	{ "start x =", 5, 10, "expected a program" },
	{ "start x = exec", 5, 15, "expected a program after 'exec'" },
	{ "start x a\\", 5, 10, "nothing follows this backslash" },
	{ "start x \\\n a\\", 5, 10, "nothing follows this backslash" },
	{ "start x \\\n 'a\\\n b'", 6, 2, "the quote that begins here is not closed" },
	{ "cut client \\\n > client", 5, 5, "to itself" },
	{ "file", 5, 5, "expected the file's path from the root on" },
	{ "file etc/hosts", 5, 6, "expected the file's path from the root on, such as /etc/hosts, found" },
	{ "file /tmp/../etc/hosts", 5, 6, "no '.', '..' or empty part" },
	{ "file /tmp/..", 5, 6, "no '.', '..' or empty part" },
	{ "file /tmp/.", 5, 6, "no '.', '..' or empty part" },
	{ "file /tmp/", 5, 6, "no '.', '..' or empty part" },
	{ "file /", 5, 6, "no '.', '..' or empty part" },
	{ "file /tmp/x mode 689", 5, 18, "expected the file's mode as chmod has it" },
	{ "file /tmp/x mode", 5, 17, "expected the file's mode as chmod has it" },
	{ "file /tmp/x text", 5, 13,
	  "expected the text in double quotes, or lines that begin with '|' below" },
	{ "| text", 5, 1, "stands below 'file' and its path" },
	{ "file /tmp/x\nclient exits 0\n| text", 7, 1, "stands below 'file' and its path" },
	{ "file /tmp/x \"a\"\ncontrol file /tmp/x \"b\"\n| text", 7, 1,
	  "in a control the text stands behind the path" },
	{ "control file /tmp/x \"b\"", 5, 9, "the script has no 'file /tmp/x' that this could replace" },
	{ "file /tmp/x \"a\"\ncontrol file /tmp/x \"a\"", 6, 9, "the control is the action itself (line 5)" },
	{ "let x y", 5, 1, "must stand above the first action" },
	{ "start x 'a", 5, 9, "the quote that begins here is not closed" },
	{ "type client hello", 5, 13, "expected the text to type, in double quotes, found 'hello'" },
	{ "type client \"a\\q\"", 5, 15, "unknown escape" },
	{ "type client \"a\\x00\"", 5, 15, "a NUL byte cannot be typed" },
	{ "kill client", 5, 12, "expected a signal" },
	{ "kill client KIL", 5, 13, "did you mean 'KILL'?" },
	{ "kill client KLL", 5, 13, "did you mean 'KILL'?" },
	{ "kill client SIGKLL", 5, 13, "did you mean 'SIGKILL'?" },
	{ "stat client CLOSED", 5, 1, "did you mean 'state'?" },
	{ "stat third", 5, 1, "did you mean 'state'?" },
	{ "star third", 5, 1, "did you mean 'start'?" },
	{ "start thrid\nthird: close()\nthird exits 0", 5, 1,
	  "no line below names 'thrid'; did you mean 'third', as on line 6?" },
	{ "start thrid\nclient exits 0\n  third: close() # as third\n", 5, 1,
	  "did you mean 'third', as on line 7?" },
	{ "start thrid\nthird exits 0\nthrid exits 0", 6, 1, "there is server, client, thrid" },
	{ "start thrid\nthird exits 0", 6, 1, "no actor 'third'" },
	{ "start thrid\nother exits 0\nother exits 0", 6, 1, "there is server, client, thrid" },
	{ "wait 5", 5, 6, "expected a duration such as" },
	{ "wait 0s", 5, 6, "zero" },
	{ "cut client", 5, 11, "expected '>'" },
	{ "cut client > client", 5, 5, "to itself" },
	{ "cut client#1 > server", 5, 5, "no connection can be singled out" },
	{ "mend", 5, 1, "nothing to mend" },
	{ "sysctl kernel.panic=1", 5, 8, "only net.* settings" },
	{ "sysctl net.ipv4/x=1", 5, 16, "is made of" },
	{ "sysctl net..x=1", 5, 12, "is made of" },
	{ "sysctl net.ipv4.x", 5, 18, "expected '='" },
	{ "client > server P. 1:6(6)", 5, 20, "from 1 to 6 are 5 bytes, not 6" },
	{ "client > server P. 6:1", 5, 20, "ends before it begins" },
	{ "client > server P. 1: 6", 5, 22, "right after ':'" },
	{ "client > server P. 1:6(5", 5, 25, "expected ')'" },
	{ "client > server P. 4294967296:4294967297", 5, 20, "too large" },
	{ "client > server X", 5, 17, "expected flags such as" },
	{ "client > server SS", 5, 17, "expected flags such as" },
	{ "client > server P[P].", 5, 18, "PSH both named and optional" },
	{ "client > server R.[.]", 5, 19, "ACK both named and optional" },
	{ "client > server [.]", 5, 17, "expected flags such as" },
	{ "client > server R[.][.]", 5, 17, "expected flags such as" },
	{ "client > server R[.] ack 1", 5, 22, "that may lack the ACK flag" },
	{ "may client > server F. 6:6(0)", 5, 5, "how many? 'may' alone is for what comes again and again" },
	{ "may client > server UDP 5", 5, 5, "may 2 client > ..." },
	{ "may client > server [P]. ...:...(...) ack 2", 5, 5, "takes whatever comes: name its numbers" },
	{ "may 3 client > server P. 1:...(...)", 5, 7, "takes whatever comes" },
	{ "may 3 client > server data 1:...", 5, 7, "takes whatever comes" },
	{ "may client > server ICMP", 5, 5, "takes whatever comes" },
	{ "may 0 client > server F. 6:6(0)", 5, 5, "write never" },
	{ "... > server F. 6:6(0)", 5, 1, "" },
	{ "client > server", 5, 16, "expected flags such as" },
	{ "client > server S ack 1", 5, 19, "without the ACK flag" },
	{ "client > server . win >", 5, 24, "expected the window" },
	{ "client > server . <mss 1460", 5, 19, "is not closed with '>'" },
	{ "client > server . <mss 1460,sakOK>", 5, 29, "did you mean 'sackOK'?" },
	{ "client > server . <mss 1460,>", 5, 29, "an empty option" },
	{ "client > server . retransmision", 5, 19, "did you mean 'retransmission'?" },
	{ "client > server . within 1s", 5, 19, "this line is no call" },
	{ "client > server . lost,", 5, 24, "another word after ','" },
	{ "client > server ICMP port-unreachble", 5, 22, "did you mean 'port-unreachable'?" },
	{ "client > server UDP 65536", 5, 21, "too large" },
	{ "client.1 > server data 1:6", 5, 7, "belongs to the actor" },
	{ "client#0 > server data 1:6", 5, 8, "counted from 1" },
	{ "client#x > server data 1:6", 5, 8, "the number of a connection" },
	{ "client > server data 1:6 retransmission", 5, 26, "expected the end of the line" },
	{ "never client > server F. N:N(0)", 5, 26, "N has no value yet" },
	{ "never never client exits 0", 5, 7, "stands once" },
	{ "never start x", 5, 7, "this is an action" },
	{ "+2s start x", 5, 5, "write 'wait'" },
	{ "+2s never client exits 0", 5, 5, "a time has no meaning" },
	{ "+ 2s client exits 0", 5, 3, "right after '+'" },
	{ "* start x", 5, 1, "only an expectation can be starred" },
	{ "*2 client exits 0", 5, 2, "star 2, but the script has 1 claim" },
	{ "*0 client exits 0", 5, 2, "star 0" },
	{ "*1,x client exits 0", 5, 4, "numbers of claims" },
	{ "*client exits 0", 5, 2, "expected a blank, or numbers" },
	{ "*", 5, 2, "expected an expectation after the star" },
	{ "* title x", 5, 3, "a header has no star" },
	{ "limit 5s", 5, 1, "must stand above the first action" },
	{ "reboot server", 5, 1,
	  "reboot: only 'world hosts', 'world lan' and 'world switched' have hosts, and this is world loopback" },
	{ "unreachable server", 5, 1, "only 'world hosts'" },
	{ "crash server", 5, 1, "only 'world hosts'" },
	{ "start x@server", 5, 8, "'@': only 'world hosts'" },
	{ "sysctl server net.ipv4.x=1", 5, 8, "a setting of one host: only 'world hosts'" },
	{ "sysctl sever net.ipv4.x=1", 5, 8, "only net.* settings" },
	{ "router > client ICMP", 5, 1,
	  "only 'world hosts' and 'world switched' have a router, and this is world loopback" },
	{ "client > router ICMP", 5, 10, "only 'world hosts' and 'world switched' have a router" },
	{ "control", 5, 8, "expected an action" },
	{ "control close", 5, 9, "unknown action 'close'" },
	{ "control state client CLOSED", 5, 9, "unknown action 'state'" },
	{ "control start serve -l", 5, 15, "unknown actor 'serve'; did you mean 'server'?" },
	{ "control kill server KILL", 5, 9, "the script has no 'kill server' that this could replace" },
	{ "control start client", 5, 9, "it changes nothing" },
	{ "control without start third", 5, 17, "the script has no action 'start third'" },
	{ "control without", 5, 16, "expected the action that is left out" },
	{ "control start client -x\ncontrol start client -x", 6, 9, "the same control as on line 5" },
	{ "variant start client -x\ncontrol start client -x", 6, 9, "the same variant as on line 5" },
	{ "variant start client", 5, 9, "the variant is the action itself (line 4)" },
	{ "variant", 5, 8, "expected an action" },
	{ "* variant start client -x", 5, 1, "a variant has no star" },
	{ "kill client STOP\nkill client CONT\ncontrol kill client TERM", 7, 9, "on lines 5 and 6" },
	{ "eof", 5, 4, "expected the name of an actor" },
	{ "eof client now", 5, 12, "expected the end of the line, found 'now'" },
	{ "eof clint", 5, 5, "no actor 'clint' has been started" },
	{ "eof client\ntype client \"a\"", 6, 6, "the standard input of 'client' has ended on line 5" },
	{ "eof client\neof client", 6, 5, "the standard input of 'client' has ended on line 5" },
	{ "* eof client", 5, 1, "only an expectation can be starred; 'eof' is an action" },
	{ "eof client\ncontrol eof client", 6, 9, "the control is the action itself (line 5)" },
	{ "type client \"a\"\ncontrol without start client", 6, 17,
	  "the action on line 5 cannot be performed" },
	{ "client exits 0 \xff", 5, 16, "byte 0xff is not UTF-8" },
	{ "client exits 0\r ", 5, 15, "a carriage return (CR) within the line" },
	{ "client exits 0\r\r", 5, 15, "a carriage return (CR) within the line" },
	{ "client exits 0 \x1b[31m", 5, 16, "a control character (0x1b)" },
	{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e client", 5, 1, "unknown keyword" },
	{ "# \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\nclient > server\t\tX", 6, 18, "expected flags" },
};

static void check_fault(const struct fault *f, const char *text, size_t length)
{
	struct script_error e;
	struct script *s = script_parse("x/y.lab", text, length, &e);
	char *shown;

	ck_assert_msg(s == NULL, "no error in: %s", f->text);
	ck_assert_msg(strstr(e.message, f->says) != NULL, "%s: \"%s\" where \"%s\" was expected", f->text,
		      e.message, f->says);
	ck_assert_msg(e.line == f->line && e.column == f->column, "%s: at %u:%u, expected %u:%u", f->text,
		      e.line, e.column, f->line, f->column);
	shown = script_error_text("x/y.lab", &e);
	ck_assert_int_eq(strncmp(shown, "x/y.lab:", 8), 0);
	free(shown);
}

START_TEST(one_fault)
{
	struct text t = { 0 };

	text_addf(&t, HEAD "%s" TAIL, faults[_i].text);
	check_fault(&faults[_i], t.chars, t.length);
	text_free(&t);
}
END_TEST

static const struct fault whole_faults[] = {
	{ "", 0, 0, "the file is empty" },
	{ "# only\n\n  # comments\n", 0, 0, "nothing but comments" },
	{ "start client\n", 0, 0, "has no title" },
	{ "title t\n", 0, 0, "has no action" },
	{ "title\n", 1, 6, "expected the title" },
	{ "title t\ntitle u\n", 2, 1, "a second title" },
	{ "title t\nclient exits 0\n", 2, 1, "'client' has not been started" },
	{ "title t\nclaim A holds\n", 2, 7, "lower-case" },
	{ "title t\nclaim a\n", 2, 8, "holds, fails or answers" },
	{ "title t\nclaim a hold\n", 2, 9, "did you mean 'holds'?" },
	{ "title t\nclaim a holds \"so\"\n", 2, 15, "'holds' has no text" },
	{ "title t\nclaim a fails\n", 2, 14, "under which condition" },
	{ "title t\nclaim a fails rarely\n", 2, 21, "under which condition" },
	{ "title t\nclaim a fails it\n", 2, 15, "under which condition" },
	{ "title t\nclaim a fails \"  \"\n", 2, 18, "the text is empty" },
	{ "title t\nclaim a answers \"so\"\n", 2, 17, "which part of the question" },
	{ "title t\nclaim a answers 2 \"so\"\n", 2, 17, "which part of the question" },
	{ "title t\nclaim a answers 3/2 \"so\"\n", 2, 17, "no part 3 of 2" },
	{ "title t\nclaim a answers 0/2 \"so\"\n", 2, 17, "no part 0 of 2" },
	{ "title t\nclaim a answers 1/99 \"so\"\n", 2, 19, "too large" },
	{ "title t\nclaim a answers 1/2\n", 2, 20, "the answer" },
	{ "title t\nclaim a holds\nclaim a holds\n", 3, 7, "given twice, first on line 2" },
	{ "title t\nclaim a fails \"x: y\"\nclaim a fails rarely \"x: y\"\n", 3, 7, "given twice" },
	{ "title t\nclaim a answers 1/2 \"x\"\nclaim a answers 1/2 \"y\"\n", 3, 7, "given twice" },
	/* The words of before name those of now. */
	{ "title t\nclaim a hodls\n", 2, 9, "did you mean 'holds'?" },
	{ "title t\nclaim a confirmed\n", 2, 9,
	  "'confirmed' is no longer a word here: a scenario says what it shows itself, 'holds', 'fails \"" },
	{ "title t\nclaim a holds\nclaim b qualified \"so\"\n", 3, 9,
	  "'qualified' is no longer a word here" },
	{ "title t\nclaim a refuted\n", 2, 9, "'refuted' is no longer a word here" },
	{ "title t\nclaim a answered \"so\"\n", 2, 9, "or 'answers 1/3 \"...\"'" },
	{ "title t\n\n  claim a holds\nstart x\nx exits 0\n", 3, 3, "no line is evidence for this claim" },
	{ "title t\nclaim a holds\nclaim b holds\nstart x\n*1 x exits 0\n", 3, 1, "'*2 '" },
	{ "title t\nstart x\ncontrol start x -a\n", 3, 1, "a control must fail at a starred line" },
	{ "title t\ndirectory\n", 2, 10, "expected 'script'" },
	{ "title t\ndirectory labs\n", 2, 11, "expected 'script'" },
	{ "title t\nlet\n", 2, 4, "expected a name of letters, digits and '_'" },
	{ "title t\nlet a-b c\n", 2, 5, "expected a name of letters, digits and '_'" },
	{ "title t\nlet page\n", 2, 9, "expected the text that it stands for" },
	{ "title t\nlet page x\nlet page y\n", 3, 5, "a second text 'page'" },
	{ "title t\nlet page x\nstart c = exec sh -c 'echo $pgae'\n", 3, 28,
	  "no text 'pgae'; did you mean '$page'?" },
	{ "title t\nlet page GET /\nstrat x $page\n", 3, 1, "did you mean 'start'?" },
	{ "title t\nstart c \\\n", 2, 8, "and there is no other" },
	{ "title t\nworld lopback\n", 2, 7, "did you mean 'loopback'?" },
	{ "title t\nworld loopback mtu 67\n", 2, 20, "from 68 (the least that IPv4 allows) to 65536" },
	{ "title t\nworld loopback6 mtu 1279\n", 2, 21, "from 1280 (the least that IPv6 allows)" },
	{ "title t\nworld loopback mtu 65537\n", 2, 20, "to 65536" },
	{ "title t\nlimit 25h\n", 2, 7, "more than a day" },
	{ "title t\nrequires kernel 5.10\n", 2, 17, "expected a comparison" },
	{ "title t\nrequires kernel >= 5\n", 2, 20, "expected a kernel version" },
	{ "title t\nrequires kernal >= 5\n", 2, 10, "did you mean 'kernel'?" },
	{ "title t\nrequires sysctl fs.nr_open\n", 2, 17, "only net.*" },
	{ "title t\nstart x\nx exits 0\ncontrol without start x\n", 4, 17, "before any action" },
	{ "title t\nstate\n", 2, 6, "expected the name of an actor" },
};

START_TEST(one_whole_fault)
{
	check_fault(&whole_faults[_i], whole_faults[_i].text, strlen(whole_faults[_i].text));
}
END_TEST

static void place(char *at, const char *text)
{
	while (*text)
		*at++ = *text++;
}

START_TEST(hostile_files)
{
	static const char nul[] = "title t\nstart\0x\n";
	struct fault f = { "NUL", 2, 6, "a NUL byte" };
	size_t length = 1 << 20;
	char *big = malloc(length + 1);
	struct script_error e;
	char *shown;

	check_fault(&f, nul, sizeof(nul) - 1);

	memset(big, 'x', length + 1);
	f = (struct fault){ "too long a file", 0, 0, "at most 1 MiB" };
	check_fault(&f, big, length + 1);
	place(big, "title t\n");
	f = (struct fault){ "too long a line", 2, 8193, "1048568 bytes long" };
	check_fault(&f, big, length);
	ck_assert_ptr_null(script_parse("x", big, length, &e));
	shown = script_error_text("x", &e);
	ck_assert_uint_lt(strlen(shown), 900);
	free(shown);

	memset(big, ' ', length);
	place(big, "title t\n");
	place(big + 1000, "bogus");
	f = (struct fault){ "far to the right", 2, 993, "unknown keyword 'bogus'" };
	check_fault(&f, big, 1010);
	ck_assert_ptr_null(script_parse("x", big, 1010, &e));
	ck_assert_int_eq(strncmp(e.source + e.caret, "bogus", 5), 0);
	free(big);
}
END_TEST

START_TEST(too_many)
{
	struct text t = { 0 };
	struct fault f = { "claims", 66, 7, "more than 64 claims" };

	text_add(&t, "title t\n");
	for (int i = 0; i < 65; i++)
		text_addf(&t, "claim c%d holds\n", i);
	check_fault(&f, t.chars, t.length);
	text_free(&t);

	text_add(&t, "title t\n");
	for (int i = 0; i < 64; i++)
		text_addf(&t, "claim c%d holds\n", i);
	text_add(&t, "start x\n* x exits 0\n*64 x exits 0\n");
	struct script *s = parse(t.chars);

	ck_assert(s->lines[1].claims == UINT64_MAX && s->lines[2].claims == (uint64_t)1 << 63);
	script_free(s);
	text_free(&t);
}
END_TEST

/* The caret stands under the place in terminal columns, whatever stands before it. */
START_TEST(caret)
{
	static const char text[] = "title t\n\xe6\x97\xa5\tx \x1b\n";
	struct script_error e;
	char *shown;

	ck_assert_ptr_null(script_parse("a\x1b.lab", text, sizeof(text) - 1, &e));
	ck_assert_uint_eq(e.column, 5);
	shown = script_error_text("a\x1b.lab", &e);
	ck_assert_str_eq(shown,
			 "a\\x1b.lab:2:5: a control character (0x1b)\n  \xe6\x97\xa5\tx ?\n    \t  ^\n");
	free(shown);
}
END_TEST

Suite *suite_script_errors(void)
{
	Suite *suite = suite_create("script_errors");
	TCase *errors = tcase_create("errors");

	tcase_add_loop_test(errors, one_fault, 0, sizeof(faults) / sizeof(faults[0]));
	tcase_add_loop_test(errors, one_whole_fault, 0, sizeof(whole_faults) / sizeof(whole_faults[0]));
	tcase_add_test(errors, hostile_files);
	tcase_add_test(errors, too_many);
	tcase_add_test(errors, caret);
	suite_add_tcase(suite, errors);
	return suite;
}
