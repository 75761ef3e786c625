#!/bin/sh
# Installs what is missing, with the system's package manager: `deps.sh run` what a student needs,
# `deps.sh check` what only the tests need, `deps.sh machine` what the time machine needs. Says nothing and does nothing when nothing is missing.
set -eu

# One row a thing: how to see that it is there | its package on apt, dnf, pacman, zypper, apk
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
tool=clang|clang|clang|clang|clang|clang
clang_rt=fuzzer|libclang-rt-14-dev|compiler-rt|compiler-rt|clang|compiler-rt
tool=clang-format|clang-format|clang-tools-extra|clang|clang-tools|clang-extra-tools
tool=clang-tidy|clang-tidy|clang-tools-extra|clang|clang-tools|clang-extra-tools
tool=cppcheck|cppcheck|cppcheck|cppcheck|cppcheck|cppcheck
tool=shellcheck|shellcheck|ShellCheck|shellcheck|ShellCheck|shellcheck
tool=valgrind|valgrind|valgrind|valgrind|valgrind|valgrind
tool=tshark|tshark|wireshark-cli|wireshark-cli|wireshark|tshark
tool=nc|netcat-openbsd|netcat|openbsd-netcat|netcat-openbsd|netcat-openbsd
tool=curl|curl|curl|curl|curl|curl
tool=socat|socat|socat|socat|socat|socat
tool=redis-server|redis-server|redis|redis|redis|redis
sbin=nginx|nginx|nginx|nginx|nginx|nginx
tool=chromium|chromium|chromium|chromium|chromium|chromium
tool=chromedriver|chromium-driver|chromedriver|chromium|chromedriver|chromium-chromedriver
tool=xmllint|libxml2-utils|libxml2|libxml2|libxml2-tools|libxml2-utils
tool=prove|perl|perl-Test-Harness|perl|perl|perl-utils
tool=python3|python3|python3|python|python3|python3
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
		clang --print-file-name=libclang_rt.fuzzer-x86_64.a 2>/dev/null | grep -q / ||
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

column=0
install=
for manager in apt-get:2 dnf:3 pacman:4 zypper:5 apk:6; do
	if command -v "${manager%:*}" >/dev/null 2>&1; then
		install=${manager%:*}
		column=${manager#*:}
		break
	fi
done

missing=
packages=
while IFS= read -r row; do
	[ -n "$row" ] || continue
	what=$(printf '%s' "$row" | cut -d'|' -f1)
	there "${what%%=*}" "${what#*=}" && continue
	missing="$missing ${what#*=}"
	[ "$column" = 0 ] || packages="$packages $(printf '%s' "$row" | cut -d'|' -f"$column")"
done <<EOF
$needs
EOF

[ -n "$missing" ] || exit 0
if [ -z "$install" ]; then
	echo "deps: missing:$missing; no package manager known here: install them by hand" >&2
	exit 1
fi
sudo=
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "deps: missing:$missing" >&2
		echo "deps: you are not root and there is no sudo; ask somebody who is to run: $install install$packages" >&2
		exit 1
	fi
	sudo=sudo
fi
echo "deps: missing:$missing; installing:$packages"
# shellcheck disable=SC2086 # a list of packages is a list of words
case $install in
apt-get)
	$sudo apt-get update -qq
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
	;;
dnf) $sudo dnf install -y -q $packages ;;
pacman) $sudo pacman -S --needed --noconfirm $packages ;;
zypper) $sudo zypper -n install $packages ;;
apk) $sudo apk add -q $packages ;;
esac
