# shellcheck shell=sh
# How this project calls Go, in one place. Every other combination of flags is a build cache of its
# own and a cold build of minutes, so nothing else sets flags.
#
# Sourced by the scripts beside it; tools/go and tools/setup.sh are the usual ways in.
#
#   CGO_ENABLED=1    without a C compiler Go would otherwise build a server that fails at run time
#   CC=clang         compiles the window toolkit in 49 s where gcc takes 173 s on two cores
#   -extld=gcc       clang's own linking would add hard dependencies on libraries that are optional
#   x11              windows on X11; the Wayland driver has neither touch nor text input
#   migrated_fynedo  the toolkit trusts us to reach its goroutine by fyne.Do only
#   sqlite_fts5      full text search

export CGO_ENABLED=1
if command -v clang >/dev/null 2>&1; then CC=clang; else CC=gcc; fi
export CC
tags=migrated_fynedo,sqlite_fts5
if [ "$(uname -s)" = Linux ]; then tags=$tags,x11; fi
export GOFLAGS="-buildvcs=false -tags=$tags -ldflags=-extld=gcc"

# A build for Windows on another system: clang compiles, mingw gcc links.
for_windows() {
	export GOOS=windows GOARCH=amd64
	export CC="clang --target=x86_64-w64-windows-gnu"
	export GOFLAGS="-buildvcs=false -tags=migrated_fynedo,sqlite_fts5 -ldflags=-extld=x86_64-w64-mingw32-gcc"
}
