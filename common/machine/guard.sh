# guard.sh - a script that reads this file first ends with whoever called it, even where that is killed.
# shellcheck shell=sh
if [ "${TIME_MACHINE_GUARD:-}" != $$ ] && command -v setpriv >/dev/null 2>&1; then
	TIME_MACHINE_GUARD=$$ TIME_MACHINE_PARENT=${TIME_MACHINE_PARENT:-$PPID} exec setpriv --pdeathsig TERM "$0" "$@"
fi
[ "${TIME_MACHINE_PARENT:-$PPID}" = "$PPID" ] || exit 143 # it was gone before we asked for that signal
