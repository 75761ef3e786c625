# kernel.sh - where the kernels are. A kernel is a folder with `vmlinuz` and `modules/` (*.ko, as many of those
# named here as are not built in); build/kernels/ has one for each of Debian's series that was fetched (fetch.sh).
# shellcheck shell=sh
# shellcheck disable=SC2154 # $work is set by whoever reads this file

# What the runner needs of a kernel that it can have as a module, in the order in which they must be loaded.
machine_modules='libcrc32c nfnetlink nf_tables inet_diag tcp_diag udp_diag veth'

# kernel_release FILE: "6.1.0-56-cloud-amd64", from the header of a bzImage (Documentation/arch/x86/boot.rst: 0x20e)
kernel_release() {
	[ "$(od -An -c -j 514 -N 4 "$1" 2>/dev/null | tr -d ' ')" = HdrS ] || complain "$1 is no kernel for x86 (bzImage)"
	at=$(($(od -An -tu2 -j 526 -N 2 "$1") + 513))
	tail -c "+$at" "$1" | head -c 100 | tr '\0' ' ' | cut -d' ' -f1
}

# kernel_folder KERNEL: its folder; made in $work for a kernel's own file
kernel_folder() {
	case $1 in
	'')
		for folder in build/kernels/*/; do
			[ -f "$folder/vmlinuz" ] && echo "${folder%/}" && return
		done
		complain "no kernel here; \`make deps-time-machine\` fetches Debian's, or say KERNEL=/path/to/bzImage"
		;;
	*/*)
		[ -r "$1" ] || complain "KERNEL=$1: no such file, or it may not be read"
		release=$(kernel_release "$1")
		mkdir -p "$work/kernel/modules"
		cp "$1" "$work/kernel/vmlinuz"
		kernel_modules "${MODULES:-/lib/modules/$release}" "$work/kernel/modules"
		echo "$work/kernel"
		;;
	*)
		[ -f "build/kernels/$1/vmlinuz" ] ||
			complain "no kernel '$1' in build/kernels; \`make deps-time-machine\` fetches 6.1 and 6.12"
		echo "build/kernels/$1"
		;;
	esac
}

# kernel_modules FROM TO: the modules that a lab may need, unpacked. One that is not there is built in, or is missed
# later, by `lab doctor`'s words.
kernel_modules() {
	for module in $machine_modules; do
		file=$(find "$1/" -name "$module.ko*" 2>/dev/null | head -n 1)
		case $file in
		'') ;;
		*.xz) xz -dc "$file" >"$2/$module.ko" ;;
		*.zst) zstd -qdc "$file" >"$2/$module.ko" ;;
		*.gz) gzip -dc "$file" >"$2/$module.ko" ;;
		*) cp "$file" "$2/$module.ko" ;;
		esac
	done
}
