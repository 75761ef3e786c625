#!/bin/sh
# fetch.sh - `make deps-time-machine`: Debian's cloud kernels, taken out of their packages into build/kernels/. Nothing is
# installed. What is there already is not fetched again.
set -eu
cd "$(dirname "$0")/../.."
complain() {
	printf 'deps-time-machine: %s\n' "$*" >&2
	exit 1
}
# shellcheck source=common/machine/kernel.sh
. common/machine/kernel.sh

# fetch SERIES PACKAGE: the package depends on the newest kernel of the series.
fetch() {
	[ ! -f "build/kernels/$1/vmlinuz" ] || return 0
	package=$(apt-cache depends "$2" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\).*/\1/p' | head -n 1)
	if [ -z "$package" ]; then
		echo "deps-time-machine: no package $2 here: is this Debian 12, and was 'apt-get update' run?" >&2
		return 0
	fi
	echo "deps-time-machine: fetching $package"
	(cd "$work" && apt-get -qq download "$package" 2>/dev/null && dpkg -x "$package"_*.deb "$package") ||
		complain "$package could not be fetched"
	mkdir -p "$work/$1/modules" build/kernels
	kernel_modules "$work/$package/lib/modules" "$work/$1/modules"
	mv "$work/$package"/boot/vmlinuz-* "$work/$1/vmlinuz"
	mv "$work/$1" "build/kernels/$1"
}

tests/deps.sh machine
if [ ! -f build/kernels/6.1/vmlinuz ] || [ ! -f build/kernels/6.12/vmlinuz ]; then
	command -v dpkg >/dev/null 2>&1 ||
		complain "only Debian's packages are known here: say KERNEL=/path/to/bzImage to \`make time-machine\`"
	work=$(mktemp -d "${TMPDIR:-/tmp}/socklab-kernels.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	fetch 6.1 linux-image-cloud-amd64
	fetch 6.12 linux-image-6.12-cloud-amd64
fi
