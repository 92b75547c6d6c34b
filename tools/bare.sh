#!/usr/bin/env bash
# Proves that a bare machine needs nothing but Go, git and make: builds a fresh root of Debian, puts
# this machine's Go and a clone of the committed state into it, and lets the Makefile do the rest, up
# to the first window. Needs root, a network and three gigabytes; leaves build/bare-12.png behind.
#
#   tools/bare.sh 12|13
#
# The packages come from where apt of this machine gets them (MIRROR=… says otherwise), the modules
# from where its Go gets them.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
12) suite=bookworm ;;
13) suite=trixie ;;
*)
	echo "bare: say 12 or 13" >&2
	exit 2
	;;
esac
if [ "$(id -u)" != 0 ]; then
	echo "bare: only root can make a root" >&2
	exit 1
fi

mirror=${MIRROR:-}
if [ -z "$mirror" ]; then
	# Of another distribution's machine nothing is taken: debootstrap has a mirror of its own.
	# shellcheck disable=SC2016 # apt fills these in
	mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian //p' | head -n 1)
fi

work=$(mktemp -d "${TMPDIR:-/var/tmp}/congso-bare.XXXXXX")
root=$work/root
finish() { rm -rf --one-file-system "$work"; }
trap finish EXIT
trap 'exit 130' INT TERM

echo "Debian $1: making a root"
if ! debootstrap --variant=minbase --include=ca-certificates,git,make "$suite" "$root" ${mirror:+"$mirror"} >"$work/debootstrap" 2>&1; then
	tail -n 20 "$work/debootstrap" >&2
	exit 1
fi

# The way to the network: names, proxies of apt and of Go, certificates of whoever stands in between.
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
	if [ -e "$file" ]; then cp -L "$file" "$root$file"; fi
done
apt-config dump | grep -E '^Acquire::(https?::|Check-|ForceIP|Retries)' >"$root/etc/apt/apt.conf.d/90network" || true
for name in GOPROXY GOSUMDB GONOSUMDB GONOPROXY GOPRIVATE GOINSECURE; do
	printf 'export %s=%q\n' "$name" "$(go env "$name")"
done >"$root/root/network"
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
	if [ -n "${!name:-}" ]; then printf 'export %s=%q\n' "$name" "${!name}"; fi
done >>"$root/root/network"

cp -a "$(go env GOROOT)" "$root/usr/local/go"
git clone -q --no-hardlinks . "$root/root/congso"

cat >"$root/root/prove" <<'PROVE'
set -euo pipefail
. /root/network
export HOME=/root PATH=/usr/local/go/bin:/usr/sbin:/usr/bin:/sbin:/bin GOTOOLCHAIN=local

cd /root/congso
SECONDS=0
make build
if ldd build/congso | grep 'not found'; then exit 1; fi
echo "from nothing to the built program: $SECONDS s"
make setup-test
tools/window.sh -t 180 -p build/window.png 'Công Sở' make run
PROVE

# In name spaces of its own: whatever is started or mounted inside ends with it.
# shellcheck disable=SC2016 # the inner shell fills these in
if ! unshare --mount --pid --fork --kill-child --mount-proc -- bash -euc '
	mount --rbind /dev "$1/dev"
	mount -t proc proc "$1/proc"
	mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
	exec chroot "$1" /usr/bin/env -i LANG=C.UTF-8 TERM=dumb bash /root/prove' bare "$root" </dev/null >"$work/says" 2>&1; then
	tail -n 60 "$work/says" >&2
	echo "bare: failed in a fresh root of Debian $1" >&2
	exit 1
fi
grep -E '^(System packages|from nothing|window )' "$work/says"
mkdir -p build
cp "$root/root/congso/build/window.png" "build/bare-$1.png"
echo "Debian $1: proved; see build/bare-$1.png"
