#!/bin/sh
# tests/deps.sh with a package manager that only says that it installs: a package that this release calls otherwise must
# cost no other one; what is optional is left out and named, what is needed is an error that says what to do.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh

# All that deps.sh may find is in $bin: nothing of the test tools is there yet, but what it works with itself.
bin=$work/bin
mkdir "$bin"
for tool in sh cut grep sed head id uname env tr; do ln -s "$(command -v $tool)" "$bin/$tool"; done
# apt-get install NAME...: like the real one, nothing where a name of them is unknown. A tool's name is its package's.
cat >"$bin/apt-get" <<END
#!/bin/sh
[ "\$1" = install ] || exit 0
echo "\$*" >>"$work/asked"
for name in "\$@"; do
	if grep -qx -e "\$name" "$work/unknown"; then echo "E: Unable to locate package \$name" >&2 && exit 100; fi
done
for name in "\$@"; do
	case \$name in
	install | -* | libclang-rt-*) ;;
	lib*-dev | check) echo "\$name" >>"$work/libraries" ;;
	chromium-driver) /bin/ln -sf /bin/true "$bin/chromedriver" ;;
	*) printf '#!/bin/sh\necho "Debian clang version 77.0.6"\n' >"$bin/\$name" && /bin/chmod 755 "$bin/\$name" ;;
	esac
done
END
# shellcheck disable=SC2016 # expanded by that script
printf '#!/bin/sh\ngrep -qx -e "$2" "%s"\n' "$work/libraries" >"$bin/pkg-config"
chmod 755 "$bin/apt-get" "$bin/pkg-config"
: >"$work/libraries"
cat >"$work/deps" <<END
#!/bin/sh
exec env PATH="$bin" sh "$root/tests/deps.sh" "\$@"
END
chmod 755 "$work/deps"

printf 'chromium-driver\nmusl-tools\n' >"$work/unknown"
try "two names are unknown, the rest is installed" 0 \
	'not to be had here, the tests that need it are skipped:.* musl-gcc.* chromedriver' "$work/deps" check
for tool in clang cppcheck socat valgrind; do
	[ -x "$bin/$tool" ] || fault "$tool was not installed beside them"
done
says_not "what was installed is not named as left out" 'skipped:.*(socat|valgrind)'
if grep -q 'libclang-rt-77-dev' "$work/asked"; then ok "the runtime of the clang that is there"; else fault "no libclang-rt-77-dev was asked for"; fi
rm "$bin/pkg-config"
printf '#!/bin/sh\nexit 1\n' >"$bin/pkg-config"
chmod 755 "$bin/pkg-config"
printf 'check\n' >>"$work/unknown"
try "what is needed is an error" 1 'Unable to locate package check.*deps: missing:.*check.*cannot be installed here.*by hand' "$work/deps" check
rm "$bin/apt-get"
try "no package manager" 1 'no package manager known here' "$work/deps" run
conclude
