#!/usr/bin/env bash
# Starts both programs of build/windows under wine: the server makes a room, is killed, and finds it
# whole again; the program opens its window and draws in it (build/windows/window.png). What wine
# cannot prove: locks on files, input methods, printers.
set -euo pipefail
cd "$(dirname "$0")/.."
windows=$PWD/build/windows

work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all LC_ALL=C.UTF-8
# No offers to download browsers and runtimes, no menus in the home of whoever runs this.
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
# shellcheck disable=SC2329 # called by the trap
finish() {
	local wineserver
	for wineserver in "$(command -v wineserver)" /usr/lib/wine/wineserver{64,}; do
		if [ -x "$wineserver" ]; then
			"$wineserver" -k 2>/dev/null || true # ends what runs in our prefix, and nothing else
			break
		fi
	done
	rm -rf "$work" 2>/dev/null || true
}
trap finish EXIT
trap 'exit 130' INT TERM

wine wineboot --init >"$work/boot" 2>&1 </dev/null || {
	cat "$work/boot" >&2
	exit 1
}

# Go asks a library of Windows for random numbers that wine had not before version 9.
system=$WINEPREFIX/drive_c/windows/system32
if [ ! -e "$system/bcryptprimitives.dll" ]; then
	cat >"$work/random.c" <<-'C'
		#include <windows.h>
		BOOLEAN WINAPI SystemFunction036(PVOID, ULONG);
		__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, size); }
	C
	x86_64-w64-mingw32-gcc -shared -o "$system/bcryptprimitives.dll" "$work/random.c" -ladvapi32
fi

# The room: its first start makes keys, certificate and database. Killing it hard is the point.
data=$work/room
wine "$windows/congso-server.exe" serve --data "Z:$data" --listen 127.0.0.1:0 >"$work/says" 2>"$work/log" </dev/null &
server=$!
deadline=$((SECONDS + 90))
until grep -q '127\.0\.0\.1:[0-9]' "$work/says"; do
	if ((SECONDS >= deadline)) || ! kill -0 "$server" 2>/dev/null; then
		cat "$work/says" "$work/log" >&2
		echo "windows-check: the server did not start" >&2
		exit 1
	fi
	sleep 0.2
done
kill -KILL "$server"
wait "$server" 2>/dev/null || true
if ! wine "$windows/congso-server.exe" verify --data "Z:$data" >"$work/says" 2>"$work/log" </dev/null || [ ! -s "$work/says" ]; then
	cat "$work/says" "$work/log" >&2
	echo "windows-check: the room is not whole" >&2
	exit 1
fi
echo "congso-server.exe: room made, server killed, room verified:"
cat "$work/says"

tools/window.sh -t 180 -p "$windows/window.png" 'Công Sở' wine "$windows/congso.exe" demo --data "Z:$work/demo"
echo "congso.exe: see build/windows/window.png"
