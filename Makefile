# socklab: make claims about sockets prove themselves.
#
#   make deps lab-linger       all that a student needs
#   make deps-check check      all that a contributor needs
#   make help                  the rest
#
# One make, no recursion but for `check` (which builds everything once more with sanitizers).

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

CC      ?= cc
B       ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
V       ?= 0
Q       := $(if $(filter 0,$(V)),@)
silent  := $(findstring s,$(filter-out --%,$(firstword $(MAKEFLAGS))))
say      = $(if $(filter 0,$(V))$(silent),$(if $(silent),@:,@printf '  %-5s %s\n' "$(1)" "$(2)"))

LIBS    := libpcap libmnl jansson libnftables zlib
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla
# The next compiler warns of something new: that is for whoever tests (tests/check.sh), and must not stop who builds.
WERROR  ?=
CFLAGS  ?= -O2 -g
override CFLAGS += -std=gnu11 $(WARN) $(if $(WERROR),-Werror) $(SAN)
CPPFLAGS += -D_GNU_SOURCE -I.
# Asked only when something is built: `make deps` must work before pkg-config is there.
pkg      = $(shell pkg-config $(1) $(LIBS) 2>/dev/null)
LDLIBS   = $(call pkg,--libs) -lm
LDFLAGS += $(SAN)

LABS     := $(patsubst labs/%/,%,$(filter %/,$(wildcard labs/*/)))
CORE_SRC := $(wildcard capture/*.c common/base/*.c common/calls/*.c common/script/*.c common/record/*.c common/judge/*.c \
                       common/tutor/*.c common/stage/*.c common/quiz/*.c common/report/*.c common/claims/*.c common/page/*.c)
CMD_SRC  := $(wildcard common/command/*.c)
PAIR_SRC := $(wildcard labs/*/*.c)
TOOL_SRC := $(wildcard tests/support/tool_*.c)
TEST_SRC := $(filter-out $(TOOL_SRC),$(wildcard tests/unit/*.c tests/support/*.c))

obj       = $(patsubst %.c,$(B)/obj/%.o,$(1))
CORE     := $(B)/libcore.a
RUNNER   := $(B)/lab
PAIRS    := $(patsubst %.c,$(B)/%,$(PAIR_SRC))
TOOLS    := $(patsubst tests/support/tool_%.c,$(B)/tests/%,$(TOOL_SRC))

.PHONY: all
all: $(RUNNER) $(PAIRS)

$(B)/obj/%.o: %.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(call pkg,--cflags) -MMD -MP -c $< -o $@

# What is built into it (.incbin), which the compiler does not tell of.
$(B)/obj/common/page/assets.o: $(wildcard common/page/page.* common/page/script/*.js)

$(CORE): $(call obj,$(CORE_SRC))
	$(call say,AR,$@)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(RUNNER): $(call obj,$(CMD_SRC)) $(CORE)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# Whether programs can be linked statically: not everywhere is there a static libc, and not with sanitizers.
$(B)/static:
	@mkdir -p $(@D)
	@echo 'int main(void) { return 0; }' | $(CC) $(LDFLAGS) -static -x c - -o $@.try 2>/dev/null && echo -static >$@ || : >$@
	@rm -f $@.try

# A pair is textbook code: libc and the few helpers in common/net.h, nothing of the lab's machinery. Linked statically:
# strace shows what the program does, and not how its libraries were found.
$(B)/labs/%: $(B)/obj/labs/%.o $(B)/obj/common/net.o $(B)/static
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) $(filter %.o,$^) $$(cat $(B)/static) -o $@

# ---- what people type ----

.PHONY: labs claims report doctor
.PHONY: $(foreach word,lab demo predict wireshark shell,$(addprefix $(word)-,$(LABS)))
# make lab-linger            every scenario, drawn        make lab-linger S=02   one of them (S="02 03": two)
# make lab-linger CLIENT=./mine     with a program of your own in place of ours (SERVER=; CLIENT_ARGS=, SERVER_ARGS=)
quoted    = '$(subst ','\'',$(1))'
given     = $(filter-out undefined,$(origin $(1)))
# What was given is passed on, though it be empty: a slip in somebody's script must not have our program play, and hold.
option    = $(if $(call given,$(1)),--$(2) $(call quoted,$($(1))))
stand_in  = $(call option,$(1),$(2)) $(call option,$(1)_ARGS,$(2)-args)
stand_ins = $(call stand_in,CLIENT,client) $(call stand_in,SERVER,server) $(if $(CLIENT)$(SERVER),$(if $(S),,--brief))
scenarios = $(if $(S),$(addprefix $*/,$(S)),$*)

$(addprefix lab-,$(LABS)): lab-%: all
	@$(RUNNER) run $(stand_ins) $(scenarios) $(ARGS)

# make predict-linger        what will happen? Then it is played.   make predict-linger S=02
$(addprefix predict-,$(LABS)): predict-%: all
	@$(RUNNER) predict $(scenarios) $(ARGS) || [ $$? = 1 ]

labs: all
	@$(RUNNER) run --brief $(ARGS)

claims: all
	@$(RUNNER) run --brief --quiet || true
	@$(RUNNER) claims --markdown $(B)/claims.md $(ARGS)

# All labs are run only where nothing has been run yet.
report: all
	@ls build/runs/*/*/result.json >/dev/null 2>&1 || $(RUNNER) run --brief || true
	@$(RUNNER) report $(ARGS)

# make wireshark-linger SCENARIO=02   (or S=02)
$(addprefix wireshark-,$(LABS)): wireshark-%: all
	@$(RUNNER) wireshark $*$(if $(SCENARIO)$(S),/$(or $(SCENARIO),$(S)))

# make demo-linger           as a lecture              make demo-linger S=02 ARGS='--auto 3s'
$(addprefix demo-,$(LABS)): demo-%: all
	@$(RUNNER) demo $(scenarios) $(ARGS)

$(addprefix shell-,$(LABS)): shell-%: all
	@$(RUNNER) shell $* || true

doctor: all
	@$(RUNNER) doctor

# The same labs on other kernels, in a machine that jumps over the time in which nothing happens.
.PHONY: time-machine kernels
time-machine: all
	@common/machine/time-machine.sh $(LAB)
kernels: all
	@common/machine/kernels.sh $(LAB)

# ---- what it needs ----

.PHONY: deps deps-check deps-time-machine
deps:
	@tests/deps.sh run
deps-check: deps
	@tests/deps.sh check
deps-time-machine: deps
	@common/machine/fetch.sh

# ---- tests ----

.PHONY: check check-quick bench soak adversity notes fuzz lint
# Of the program itself only what reads its command line: the rest is tested from outside.
$(B)/tests/check: $(call obj,$(TEST_SRC) common/net.c common/command/options.c common/command/help.c) $(CORE)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS) $(shell pkg-config --libs check 2>/dev/null) -o $@

$(B)/tests/mutate: $(B)/obj/tests/support/alter.o
$(B)/tests/%: $(B)/obj/tests/support/tool_%.o $(CORE)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

.PHONY: tests
tests: $(B)/tests/check $(TOOLS)

check:
	@tests/check.sh

# The inner loop: the Check suites, and one lab with its controls. No sanitizers.
check-quick: all tests
	@CK_TIMEOUT_MULTIPLIER=10 $(B)/tests/check
	@$(RUNNER) run --brief linger

bench: all
	@tests/bench.sh

soak: all
	@tests/soak.sh $(ARGS)

# make adversity             every scenario with delays at random     make adversity ARGS='50 linger'   SEED=7
adversity: all
	@SEED=$(SEED) tests/adversity.sh $(ARGS)

# The tables of verdicts in notes/*.md, as the scripts claim them.
notes: $(RUNNER)
	@tests/notes.sh

lint: all
	@tests/lint.sh

# Each target for FUZZ_SECONDS (clang, libFuzzer).
fuzz:
	@tests/fuzz.sh $(FUZZ_SECONDS)

# ---- housekeeping ----

.PHONY: install clean help
install: all
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/socklab/notes
	$(Q)install -m 755 $(RUNNER) $(DESTDIR)$(PREFIX)/bin/lab
	$(Q)install -m 644 notes/* $(DESTDIR)$(PREFIX)/share/socklab/notes/
	$(Q)for l in $(LABS); do \
		install -d $(DESTDIR)$(PREFIX)/share/socklab/labs/$$l $(DESTDIR)$(PREFIX)/libexec/socklab/labs/$$l && \
		install -m 644 labs/$$l/*.lab labs/$$l/*.c labs/$$l/programs.txt $(DESTDIR)$(PREFIX)/share/socklab/labs/$$l/ && \
		for p in labs/$$l/*.c; do \
			install -m 755 $(B)/$${p%.c} $(DESTDIR)$(PREFIX)/libexec/socklab/labs/$$l/ || exit 1; \
		done || exit 1; \
	done

clean:
	rm -rf build

help:
	@sed -n 's/^##//p' Makefile | sed 's/$$(LABS)/$(LABS)/'

##make deps            install what is needed to build and run (nothing when nothing is missing)
##make lab-NAME        run a lab and draw what happened        (labs: $(LABS))
##make lab-NAME S=02   one scenario of it
##make predict-NAME    say what will happen, see it played, and learn where you were right; also with S=02
##make lab-NAME CLIENT=./mine   with a program of your own in place of ours; also SERVER=, CLIENT_ARGS=, SERVER_ARGS=
##make labs            all labs, one line a scenario
##make claims          the table of claims with their verdicts on this kernel; also build/claims.md
##make report          one page of all that was run: build/report.html
##make wireshark-NAME  a run's capture in Wireshark, each frame with its script line; SCENARIO=02 for one of them
##make demo-NAME       a lecture of it on this terminal, act by act; S=02, ARGS='--auto 3s'
##make shell-NAME      a shell inside the lab's world
##make doctor          what this machine allows, and what to do about the rest
##make time-machine    the full-length scenarios (two hours in seconds) in an emulated machine; LAB=NAME, KERNEL=6.1
##make kernels         the labs on this kernel and on each in build/kernels, side by side; LAB=NAME, KERNEL=/path/to/bzImage
##make deps-time-machine  fetch what that takes: QEMU, and Debian's kernels into build/
##make deps-check      install what only the tests need
##make check           all tests, with sanitizers
##make check-quick     the unit tests and one lab: some ten seconds
##make notes           the tables of verdicts in notes/*.md, from what the scripts claim
##make bench soak adversity fuzz lint
##make install         DESTDIR=, PREFIX=/usr/local
##make clean
##                     V=1 shows every command, WERROR=1 takes a warning for an error, as the tests do

-include $(patsubst %.o,%.d,$(call obj,$(CORE_SRC) $(CMD_SRC) $(PAIR_SRC) $(TEST_SRC) $(TOOL_SRC) common/net.c))
