#!/bin/sh
# Compiles, links and throws away ten lines of C that touch each system library a window needs. Takes
# a tenth of a second; a header missing in the real build shows only at its end, minutes later.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/env.sh"
[ "$(uname -s)" = Linux ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/window.c" <<'C'
#include <GL/gl.h>
#include <X11/Xlib.h>
#include <X11/Xcursor/Xcursor.h>
#include <X11/extensions/XInput2.h>
#include <X11/extensions/Xinerama.h>
#include <X11/extensions/Xrandr.h>
#include <X11/extensions/xf86vmode.h>
int main(void) {
	int event, error;
	Display *d = XOpenDisplay(0);
	glFlush();
	XcursorGetTheme(d);
	XIQueryVersion(d, &event, &error);
	XineramaIsActive(d);
	XRRQueryExtension(d, &event, &error);
	return XF86VidModeQueryExtension(d, &event, &error);
}
C

if ! command -v "$CC" >/dev/null 2>&1 || ! command -v gcc >/dev/null 2>&1 ||
	! "$CC" -c "$work/window.c" -o "$work/window.o" 2>"$work/says" ||
	! gcc "$work/window.o" -o "$work/window" -lGL -lX11 -lXcursor -lXi -lXinerama -lXrandr -lXxf86vm 2>"$work/says"; then
	echo "The C compiler or a library that a window needs is missing:" >&2
	[ -s "$work/says" ] && grep -m 3 -E 'error|cannot find' "$work/says" >&2
	exit 1
fi
