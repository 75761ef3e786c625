#!/bin/sh
# Installs what is missing, with the system's package manager: `deps.sh run` what a student needs, `deps.sh check` what
# only the tests need, `deps.sh machine` what the time machine needs. Says nothing and does nothing when nothing is
# missing. What is optional and cannot be had here is named, and the tests that need it are skipped; what is needed and
# cannot be had is an error.
set -eu

# One row a thing: how to see that it is there | its packages on apt, dnf, pacman, zypper, apk. A '?' in front: optional.
# @clang@ is the major version of the clang that is installed.
run_needs='
cc=gcc|gcc|gcc|gcc|gcc|gcc musl-dev linux-headers
pkg-config=pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|pkg-config|pkgconf
strace=strace|strace|strace|strace|strace|strace
lib=libpcap|libpcap-dev|libpcap-devel|libpcap|libpcap-devel|libpcap-dev
lib=libmnl|libmnl-dev|libmnl-devel|libmnl|libmnl-devel|libmnl-dev
lib=jansson|libjansson-dev|jansson-devel|jansson|libjansson-devel|jansson-dev
lib=libnftables|libnftables-dev|nftables-devel|nftables|libnftables-devel|nftables-dev
lib=zlib|zlib1g-dev|zlib-devel|zlib|zlib-devel|zlib-dev
'
check_needs='
lib=check|check|check-devel|check|check-devel|check-dev
? tool=clang|clang|clang|clang|clang|clang
? clang_rt=fuzzer|libclang-rt-@clang@-dev|compiler-rt|compiler-rt|clang|compiler-rt
? tool=clang-format|clang-format|clang-tools-extra|clang|clang-tools|clang-extra-tools
? tool=clang-tidy|clang-tidy|clang-tools-extra|clang|clang-tools|clang-extra-tools
? tool=musl-gcc|musl-tools|musl-gcc|musl|musl|gcc
? tool=cppcheck|cppcheck|cppcheck|cppcheck|cppcheck|cppcheck
? tool=shellcheck|shellcheck|ShellCheck|shellcheck|ShellCheck|shellcheck
? tool=valgrind|valgrind|valgrind|valgrind|valgrind|valgrind
? tool=tshark|tshark|wireshark-cli|wireshark-cli|wireshark|tshark
? tool=nc|netcat-openbsd|netcat|openbsd-netcat|netcat-openbsd|netcat-openbsd
? tool=curl|curl|curl|curl|curl|curl
? tool=socat|socat|socat|socat|socat|socat
? tool=redis-server|redis-server|redis|redis|redis|redis
? sbin=nginx|nginx|nginx|nginx|nginx|nginx
? sbin=haproxy|haproxy|haproxy|haproxy|haproxy|haproxy
? tool=ab|apache2-utils|httpd-tools|apache|apache2-utils|apache2-utils
? tool=chromium|chromium|chromium|chromium|chromium|chromium
? tool=chromedriver|chromium-driver|chromedriver|chromium|chromedriver|chromium-chromedriver
? tool=xmllint|libxml2-utils|libxml2|libxml2|libxml2-tools|libxml2-utils
? tool=prove|perl|perl-Test-Harness|perl|perl|perl-utils
? tool=newuidmap|uidmap|shadow-utils|shadow|shadow|shadow-uidmap
? tool=python3|python3|python3|python|python3|python3
'
machine_needs='
tool=qemu-system-x86_64|qemu-system-x86|qemu-system-x86-core|qemu-system-x86|qemu-x86|qemu-system-x86_64
tool=busybox|busybox-static|busybox|busybox|busybox-static|busybox-static
tool=cpio|cpio|cpio|cpio|cpio|cpio
tool=xz|xz-utils|xz|xz|xz|xz
tool=setpriv|util-linux|util-linux|util-linux|util-linux|setpriv
tool=python3|python3|python3|python|python3|python3
'

there() {
	case $1 in
	cc) command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 ;;
	lib) command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$2" ;;
	clang_rt)
		clang --print-file-name="libclang_rt.fuzzer-$(uname -m).a" 2>/dev/null | grep -q / ||
			clang --print-file-name=libclang_rt.fuzzer.a 2>/dev/null | grep -q /
		;;
	sbin) command -v "$2" >/dev/null 2>&1 || [ -x "/usr/sbin/$2" ] ;; # not in every user's PATH
	*) command -v "$2" >/dev/null 2>&1 ;;
	esac
}

case ${1:-} in
run) needs=$run_needs ;;
check) needs=$check_needs ;;
machine) needs=$machine_needs ;;
*) echo "usage: deps.sh run|check|machine" >&2 && exit 2 ;;
esac

manager=
for known in apt-get:2 dnf:3 pacman:4 zypper:5 apk:6; do
	if command -v "${known%:*}" >/dev/null 2>&1; then
		manager=${known%:*}
		column=${known#*:}
		break
	fi
done

# what ROW: "tool=strace"
what() { printf '%s' "${1#'? '}" | cut -d'|' -f1; }
missing() {
	thing=$(what "$1")
	! there "${thing%%=*}" "${thing#*=}"
}
# names LIST: the things of the rows, for people to read
names() { printf '%s\n' "$1" | while IFS= read -r row; do [ -z "$row" ] || printf ' %s' "$(what "$row" | cut -d= -f2)"; done; }
# still LIST: the rows of what is missing
still() {
	printf '%s\n' "$1" | while IFS= read -r row; do
		if [ -n "$row" ] && missing "$row"; then printf '%s\n' "$row"; fi
	done
}
# packages LIST: what is to be installed for the rows
packages() {
	clang=$(clang --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p' | head -n 1)
	printf '%s\n' "$1" | while IFS= read -r row; do
		packages=$(printf '%s' "$row" | cut -d'|' -f"$column" | sed "s/@clang@/${clang:-@}/")
		case $packages in '' | *@*) ;; *) printf '%s ' "$packages" ;; esac
	done
}
# install PACKAGE...
install() {
	# shellcheck disable=SC2086 # nothing, or a word
	case $manager in
	apt-get) $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ;;
	dnf) $sudo dnf install -y -q "$@" ;;
	pacman) $sudo pacman -S --needed --noconfirm "$@" ;;
	zypper) $sudo zypper -n install "$@" ;;
	apk) $sudo apk add -q "$@" ;;
	esac
}

wanted=$(still "$needs")
needed=$(printf '%s\n' "$wanted" | grep -v '^?' || true)
[ -n "$wanted" ] || exit 0
# give_up WHY: what is optional can be left out
give_up() {
	if [ -z "$needed" ]; then
		echo "deps: missing:$(names "$wanted"); $1: the tests that need it are skipped"
		exit 0
	fi
	echo "deps: missing:$(names "$wanted"); $1" >&2
	exit 1
}
[ -n "$manager" ] || give_up "no package manager known here, install them by hand"
sudo=
if [ "$(id -u)" != 0 ]; then
	sudo=sudo
	command -v sudo >/dev/null 2>&1 ||
		give_up "you are not root and there is no sudo, ask somebody who is to run: $manager install $(packages "$wanted")"
fi

# All at once; and where one name of them is unknown to this release, each by itself.
echo "deps: missing:$(names "$wanted"); installing: $(packages "$wanted")"
[ "$manager" != apt-get ] || $sudo apt-get update -qq || true
# shellcheck disable=SC2046 # a list of packages is a list of words
install $(packages "$wanted") 2>/dev/null || true
printf '%s\n' "$(still "$wanted")" | while IFS= read -r row; do
	# shellcheck disable=SC2046
	[ -z "$row" ] || install $(packages "$row") 2>&1 || true
done

wanted=$(still "$wanted")
needed=$(printf '%s\n' "$wanted" | grep -v '^?' || true)
[ -z "$needed" ] || give_up "$(names "$needed" | sed 's/^ //') cannot be installed here: see what $manager said above, and install it by hand"
[ -z "$wanted" ] || echo "deps: not to be had here, the tests that need it are skipped:$(names "$wanted")"
