#!/bin/sh
# Runs every fuzz target for a time: tools/fuzz.sh 20s. What fails is kept by Go in the package's
# testdata and fails its ordinary test from then on.
set -eu
time=$1
found=0
# shellcheck disable=SC2013 # names of Go files and of functions hold no spaces
for place in $(grep -rlE --include='*_test.go' '^func Fuzz[A-Z]' app ui sync storage assets tools | sort); do
	for target in $(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+)\(.*/\1/p' "$place"); do
		echo "$target in $place"
		tools/go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "./$(dirname "$place")"
		found=$((found + 1))
	done
done
echo "$found fuzz targets ran for $time each"
[ "$found" -gt 0 ]
