#!/usr/bin/env bash
# Takes a picture of every screen, light and dark, at 1280×800 and 1920×1080:
#
#   tools/pictures.sh docs/pictures
#
# The tests of ui draw them, with the real fonts through the software painter, so no screen is needed
# and the same code gives the same picture. Pictures that were there before are removed; pictures of
# single widgets and of other sizes are left out; the rest is brought down to 256 colours, which the
# eye does not tell from the original and which takes a third of the room.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Only the tests that draw; -count=1 because a test told from memory draws nothing.
mapfile -t files < <(grep -rlE --include='*_test.go' 'kittest\.(Keep|Picture)\(' ui | grep -v '^ui/kit/')
mapfile -t packages < <(dirname "${files[@]}" | sort -u | sed 's|^|./|')
tests=$(sed -nE 's/^func (Test[A-Za-z0-9_]*)\(.*/\1/p' "${files[@]}" | sort -u | paste -sd '|')
CONGSO_PICTURES=$work/drawn tools/go test -count=1 -timeout 30m -run "^($tests)\$" "${packages[@]}"

shopt -s nullglob
screens=("$work"/drawn/*-1280x800-{light,dark}.png "$work"/drawn/*-1920x1080-{light,dark}.png)
if [ ${#screens[@]} = 0 ]; then
	echo "pictures: the tests drew no screens" >&2
	exit 1
fi

# Every screen comes in both looks and both sizes; one that lacks some is a test to be mended.
for picture in "${screens[@]}"; do
	name=$(sed -E 's/-(1280x800|1920x1080)-(light|dark)\.png$//' <<<"$picture")
	for form in 1280x800-light 1280x800-dark 1920x1080-light 1920x1080-dark; do
		if [ ! -e "$name-$form.png" ]; then
			echo "pictures: ${name##*/} was not drawn as $form" >&2
			exit 1
		fi
	done
done

mkdir "$work/small"
export small=$work/small
if command -v pngquant >/dev/null 2>&1; then
	# shellcheck disable=SC2016 # for the shell that xargs starts
	lessen='pngquant --strip --skip-if-larger --force --output "$small/${1##*/}" 256 "$1" || cp "$1" "$small/"'
else
	# shellcheck disable=SC2016 # for the shell that xargs starts
	lessen='convert "$1" -strip +dither -colors 256 -define png:compression-level=9 "PNG8:$small/${1##*/}"'
fi
printf '%s\0' "${screens[@]}" | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" sh -c "$lessen" lessen

mkdir -p "$target"
rm -f "$target"/*-{1280x800,1920x1080}-{light,dark}.png
cp "$work"/small/*.png "$target/"
echo "${#screens[@]} pictures of $((${#screens[@]} / 4)) screens in $target, $(du -sh "$target" | cut -f 1)"
