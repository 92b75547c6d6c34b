#!/bin/sh
# Builds both programs for Windows into build/windows, with the icon, the version and what the program
# asks of Windows (sharp text at every scale, the UTF-8 code page, no question for administrator's
# rights) inside. Only 64-bit PCs, which is all that Windows 10 and later sell.
set -eu
cd "$(dirname "$0")/.."
out=build/windows
mkdir -p "$out"

value() { sed -nE "s/^$1 = \"?([^\"]*)\"?\$/\1/p" FyneApp.toml; }
name=$(value Name)
number=$(value Version).$(value Build) # four numbers, as Windows wants them

tools/go run ./tools/icon "$out/congso.ico"

# resource FILE.exe DESCRIPTION TARGET.syso: what Explorer shows of a program.
resource() {
	cat >"$out/versioninfo.json" <<-JSON
		{"FixedFileInfo": {"FileFlagsMask": "3f", "FileFlags ": "00", "FileOS": "040004", "FileType": "01",
		  "FileVersion": {"Major": $(part 1), "Minor": $(part 2), "Patch": $(part 3), "Build": $(part 4)},
		  "ProductVersion": {"Major": $(part 1), "Minor": $(part 2), "Patch": $(part 3), "Build": $(part 4)}},
		 "StringFileInfo": {"FileDescription": "$2", "FileVersion": "$number", "ProductName": "$name",
		  "ProductVersion": "$number", "OriginalFilename": "$1", "InternalName": "${1%.exe}"},
		 "VarFileInfo": {"Translation": {"LangID": "042A", "CharsetID": "04B0"}}}
	JSON
	tools/go run github.com/josephspurrier/goversioninfo/cmd/goversioninfo -64 \
		-icon "$out/congso.ico" -manifest tools/windows.manifest -o "$3" "$out/versioninfo.json"
}
part() { echo "$number" | cut -d. -f"$1"; }

# The linker takes them from the folder of the main package; they are not left lying there.
program=resource_windows_amd64.syso server=app/congso-server/resource_windows_amd64.syso
trap 'rm -f "$program" "$server"' EXIT
trap 'exit 130' INT TERM
resource congso.exe "$name" "$program"
resource congso-server.exe "$name: room server" "$server"

. tools/env.sh
for_windows
# -H windowsgui: no black console behind the windows. Flags on the command line replace those of
# GOFLAGS, so the linker is named again.
extld=x86_64-w64-mingw32-gcc
go build -trimpath -ldflags "-s -w -extld=$extld -H windowsgui" -o "$out/congso.exe" .
go build -trimpath -ldflags "-s -w -extld=$extld" -o "$out/congso-server.exe" ./app/congso-server
rm -f "$out/versioninfo.json"
ls -l "$out"/*.exe
