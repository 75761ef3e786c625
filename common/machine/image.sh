# image.sh - the initramfs: the runner, the labs that are wanted, strace, and the libraries that these need. It is the
# machine's only disk, so nothing in there ever waits for something outside.
# shellcheck shell=sh
# shellcheck disable=SC2154 # $work and $machine_modules are set by whoever reads this file

# Programs with the libraries that they are linked with.
image_program() {
	cp -L "$2" "$1/bin/"
	ldd "$2" 2>/dev/null | sed -n 's|^[^/]*\(/[^ ]*\).*|\1|p' | while read -r library; do
		mkdir -p "$1$(dirname "$library")"
		[ -e "$1$library" ] || cp -L "$library" "$1$library"
	done
}

# image_make KERNEL-FOLDER FILE LAB...
image_make() {
	image_root=$work/root
	image_kernel=$1
	image_file=$2
	shift 2
	mkdir -p "$image_root/bin" "$image_root/lab/labs" "$image_root/lab/build/labs"
	for folder in proc sys dev tmp run modules; do mkdir "$image_root/$folder"; done
	cp common/machine/init "$image_root/init"
	printf '%s\n' "$@" >"$image_root/words"
	[ ! -t 1 ] || [ -n "${NO_COLOR:-}" ] || echo --color=always >"$image_root/options"

	for program in busybox strace; do
		image_program "$image_root" "$(command -v $program)"
	done
	image_program "$image_root" build/lab
	mv "$image_root/bin/lab" "$image_root/lab/build/lab"
	cp -R notes "$image_root/lab/"
	for word in "$@"; do
		lab=${word%%/*}
		[ -d "$image_root/lab/labs/$lab" ] || cp -R "labs/$lab" "$image_root/lab/labs/"
		[ -d "$image_root/lab/build/labs/$lab" ] || cp -R "build/labs/$lab" "$image_root/lab/build/labs/"
	done
	# What is for debuggers is most of it, and all of it is copied by an emulated processor.
	strip "$image_root/lab/build/lab" "$image_root"/lab/build/labs/*/* "$image_root/bin/strace" 2>/dev/null || true
	cp "$image_kernel"/modules/*.ko "$image_root/modules/" 2>/dev/null || true
	echo "$machine_modules" >"$image_root/modules/order"
	# The same files make the same image, to the byte.
	find "$image_root" -exec touch -h -d @0 {} +
	(cd "$image_root" && find . | LC_ALL=C sort | cpio -o -H newc --quiet --reproducible -R 0:0) >"$image_file"
	rm -rf "$image_root"
}
