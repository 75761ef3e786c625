#!/bin/sh
# An ordinary user's runs have the users that /etc/subuid sets aside for him, where a script asks for them.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need newuidmap newgidmap unshare setpriv mount
[ "$(id -u)" = 0 ] || skip "who may not become another user cannot try how it is to be one"
unshare -m true 2>/dev/null || skip "no mount namespace"
why=$(no_user)
[ -z "$why" ] || skip "$why"

copy_tree "$work/tree"
give_to_user "$work/tree"
cd "$work/tree"

# In a mount namespace of its own the user is in the password file, and owns what our own file says.
cp /etc/passwd "$work/passwd"
echo "someone:x:$user:$user::$work/home:/bin/sh" >>"$work/passwd"
echo "someone:200000:65536" >"$work/subid"
: >"$work/none"
# as_someone SUBIDS COMMAND...: not with --no-new-privs, as newuidmap is privileged
as_someone=$work/as_someone
cat >"$as_someone" <<END
#!/bin/sh
subids=\$1
shift
exec unshare -m sh -c '
	mount --bind "$work/passwd" /etc/passwd
	for file in /etc/subuid /etc/subgid; do
		[ -e \$file ] || : >\$file
		mount --bind "\$0" \$file
	done
	HOME=$work/home exec setpriv --reuid $user --regid $user --clear-groups "\$@"' "\$subids" "\$@"
END
chmod 755 "$as_someone"

try "the user can be made" 0 "$user" "$as_someone" "$work/subid" id -u
try "without an id of his own no other user can be had: skipped, and why" 4 \
	'requires another user to become.*newuidmap.*/etc/subuid' \
	"$as_someone" "$work/none" build/lab run --brief --runs "$work/home/r" reuseaddr/30
try "what needs no other user is played all the same" 0 '1 hold' \
	"$as_someone" "$work/none" build/lab run --brief --runs "$work/home/r" reuseaddr/01
try "with some it is played, with its controls" 0 '1 hold' \
	"$as_someone" "$work/subid" build/lab run --brief --runs "$work/home/r" reuseaddr/30
try "a lecture has them, too" 0 'EADDRINUSE' \
	"$as_someone" "$work/subid" build/lab demo --auto 1ms reuseaddr/30
mkdir "$work/failing"
printf '#!/bin/sh\nexit 1\n' >"$work/failing/newuidmap"
chmod 755 "$work/failing/newuidmap"
try "where newuidmap refuses, root alone lives there" 4 'requires another user to become' \
	"$as_someone" "$work/subid" env PATH="$work/failing:$PATH" build/lab run --brief --runs "$work/home/r" reuseaddr/30
conclude
