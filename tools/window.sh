#!/usr/bin/env bash
# Starts a program on an X display of its own, waits until it shows a window and has drawn something
# in it, takes a picture, and ends the program.
#
#   tools/window.sh [-t SECONDS] [-p PICTURE.png] TITLE COMMAND [ARGUMENT…]
#
# TITLE is a regular expression on the window's title. Fails when no such window comes in time, when
# the window stays blank, or when the program does not end within ten seconds of being asked to.
set -euo pipefail

seconds=60 picture=
while getopts t:p: option; do
	case $option in
	t) seconds=$OPTARG ;;
	p) picture=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
title=$1
shift

export LC_ALL=C.UTF-8
work=$(mktemp -d)
program='' server=''

# alive tells whether any process of the program's group is left; a zombie is not.
# shellcheck disable=SC2009 # pgrep cannot leave zombies out
alive() { ps -o stat= -g "$program" 2>/dev/null | grep -qv '^Z'; }

# shellcheck disable=SC2329 # called by the trap
finish() {
	if [ -n "$program" ]; then kill -KILL -- "-$program" 2>/dev/null || true; fi
	if [ -n "$server" ]; then
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# until_true COMMAND… waits for a command to succeed, up to the deadline (in SECONDS of the shell).
until_true() {
	until "$@"; do
		if ((SECONDS >= deadline)); then return 1; fi
		sleep 0.2
	done
}

deadline=$((SECONDS + 20))
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" 2>"$work/server" &
server=$!
display_known() { [ -s "$work/display" ]; }
if ! until_true display_known; then
	cat "$work/server" >&2
	echo "window: no X display came up" >&2
	exit 1
fi
DISPLAY=:$(tr -d '[:space:]' <"$work/display")
export DISPLAY
unset WAYLAND_DISPLAY

deadline=$((SECONDS + seconds))
setsid "$@" >"$work/output" 2>&1 </dev/null &
program=$!
disown "$program" # the shell need not report how it ended

fail() {
	echo "window: $1" >&2
	echo "The end of what the program said:" >&2
	tail -n 40 "$work/output" >&2
	exit 1
}

# window_shown looks for a window that is more than a bubble.
window_shown() {
	if ! alive; then fail "the program ended before it showed a window"; fi
	local id WIDTH=0 HEIGHT=0
	for id in $(xdotool search --onlyvisible --name "$title" 2>/dev/null); do
		eval "$(xdotool getwindowgeometry --shell "$id" 2>/dev/null | grep -E '^(WIDTH|HEIGHT)=[0-9]+$')"
		if ((WIDTH >= 300 && HEIGHT >= 200)); then return 0; fi
	done
	return 1
}

# something_drawn wants more colours than a bare background and a frame have; text alone brings dozens.
something_drawn() {
	if ! alive; then fail "the program ended before it drew anything"; fi
	import -window root "$work/picture.png" 2>/dev/null || return 1
	(($(identify -format %k "$work/picture.png") >= 24))
}

until_true window_shown || fail "no window \"$title\" after $seconds s"
until_true something_drawn || fail "the window \"$title\" is still blank after $seconds s"
if [ -n "$picture" ]; then
	mkdir -p "$(dirname "$picture")"
	cp "$work/picture.png" "$picture"
fi

kill -TERM -- "-$program" 2>/dev/null || true
deadline=$((SECONDS + 10))
gone() { ! alive; }
until_true gone || fail "the program did not end when asked to"
program=
echo "window \"$title\" shown and drawn"
