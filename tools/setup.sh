#!/bin/sh
# Installs the system packages that this machine lacks, for one or more purposes:
#
#   tools/setup.sh build             compile and show windows
#   tools/setup.sh build test        and test them without a screen
#   tools/setup.sh build windows     and build for Windows, and try the result under wine
#   tools/setup.sh bare              prove all this in fresh Debian roots
#
# On Debian and its descendants it calls apt, through sudo when not root; it asks first only when
# someone sits at a terminal (CONGSO_YES=1: never). On other systems it says what to install.
# Nothing missing: it does nothing, in a few hundredths of a second.
set -eu
here=$(dirname "$0")

wanted() {
	case $1 in
	build) echo gcc libc6-dev pkgconf clang \
		libgl-dev libx11-dev libxrandr-dev libxinerama-dev libxcursor-dev libxi-dev libxxf86vm-dev \
		libgl1 libgl1-mesa-dri ;;
	test) echo xvfb xauth xdotool imagemagick poppler-utils iproute2 procps qpdf tesseract-ocr tesseract-ocr-vie \
		libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui \
		mupdf-tools nodejs libjs-pdf ;;
	windows) echo gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64 wine wine64 \
		xvfb xauth xdotool imagemagick ;;
	bare) echo debootstrap debian-archive-keyring util-linux mount ;;
	*)
		echo "setup: nothing is known for the purpose \"$1\"" >&2
		exit 2
		;;
	esac
}

elsewhere() {
	cat >&2 <<-'SAY'
		This system has no apt. Install these by hand, then run make again:
		  Fedora   gcc clang pkgconf mesa-libGL-devel libX11-devel libXrandr-devel libXinerama-devel
		           libXcursor-devel libXi-devel libXxf86vm-devel mesa-dri-drivers
		  Arch     gcc clang pkgconf mesa libx11 libxrandr libxinerama libxcursor libxi libxxf86vm
		  openSUSE gcc clang pkgconf Mesa-libGL-devel libX11-devel libXrandr-devel libXinerama-devel
		           libXcursor-devel libXi-devel libXxf86vm-devel Mesa-dri
		  macOS    the Xcode command line tools
		For the tests also: Xvfb, xauth, xdotool, ImageMagick, poppler-utils, mupdf-tools, qpdf, nodejs, libjs-pdf,
		iproute2, tesseract with its Vietnamese data, LibreOffice.
	SAY
}

if ! command -v go >/dev/null 2>&1; then
	echo "Go is not installed or not in PATH. This project needs the version that go.mod names:" >&2
	grep '^go ' "$here/../go.mod" >&2
	exit 1
fi

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
	if "$here/headers.sh"; then exit 0; fi
	elsewhere
	exit 1
fi

missing=
for purpose in "$@"; do
	for package in $(wanted "$purpose"); do
		case " $missing " in *" $package "*) continue ;; esac
		state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
		[ "$state" = installed ] || missing="$missing $package"
	done
done
missing=${missing# }
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "These system packages are missing; have them installed by root:" >&2
		echo "  apt-get install $missing" >&2
		exit 1
	fi
	as_root=sudo
fi

echo "System packages to install: $missing" >&2
if [ -z "${CONGSO_YES:-}" ] && [ -t 0 ] && [ -t 2 ]; then
	printf 'Install them now? [Y/n] ' >&2
	read -r answer
	case $answer in '' | [YyCc]*) ;; *) exit 1 ;; esac
fi

apt() {
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
		-o Acquire::Retries=3 "$@" </dev/null
}

# A fresh machine has no package lists, a long unused one has stale ones that name files gone since,
# and a mirror may be between two states: so the lists come first, and once more after a failure.
for try in 1 2; do
	apt update || true
	# shellcheck disable=SC2086 # a list of words
	if apt install --no-install-recommends $missing; then exit 0; fi
	[ $try = 2 ] || echo "apt failed; trying once more" >&2
done
echo "These system packages could not be installed: $missing" >&2
exit 1
