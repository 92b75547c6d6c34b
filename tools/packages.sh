# shellcheck shell=sh
# Sets without_windows and with_windows: the packages whose tests link no window system, and those
# whose tests do or which start the finished program (e2e). The race detector runs on the former; for
# the latter it would mean a second cold build of the window toolkit, for goroutines that are not ours.
#
# Sourced from the top folder.

if ! listed=$(tools/go list -f '{{.ImportPath}}' ./...) ||
	! tested=$(tools/go list -test -f '{{.ImportPath}} {{join .Deps " "}} ' ./...); then
	exit 1
fi
# shellcheck disable=SC2034 # both are for the caller
with_windows=$(echo "$tested" | awk '
	/ fyne\.io\/fyne\/v2\/app / || $1 ~ /\/e2e(\/|\.test$|$)/ { sub(/\.test$/, "", $1); if (!seen[$1]++) print $1 }')
# shellcheck disable=SC2034
without_windows=$(echo "$listed" | grep -vxF "$with_windows")
# Those that draw are tested without the race detector too: some of their tests stand aside from it.
# shellcheck disable=SC2034
drawing=$(echo "$listed" | grep -E '/(ui|app/pages)(/|$)')
