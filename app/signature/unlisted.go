package signature

import (
	"io"
	"regexp"
	"slices"
	"strconv"
)

// byteRange is how a byte range stands in a file: a signer fills it in where it is, so it is never compressed.
var byteRange = regexp.MustCompile(`/ByteRange\s{0,16}\[\s{0,16}(\d{1,12})\s{1,16}(\d{1,12})\s{1,16}(\d{1,12})\s{1,16}(\d{1,12})\s{0,16}\]`)

const (
	scanBytes  = 1 << 18
	scanAround = 256 // longer than a byte range is written
)

// Unlisted counts the signatures that stand in a file and were not found by the reader of its fields, which does
// not see fields below other fields: they are not looked at, and must not pass for none. Beyond 64 it counts no
// further. The file is read once.
func Unlisted(listed []Signature, size int64, at io.ReaderAt) (int, error) {
	const most = 64
	var seen [][4]int64
	for _, one := range listed {
		if len(one.ByteRange) == 4 {
			seen = append(seen, [4]int64(one.ByteRange))
		}
	}
	known := len(seen)
	part := make([]byte, scanBytes)
	for from := int64(0); from < size; from += scanBytes - scanAround {
		n := min(scanBytes, size-from)
		if _, err := io.ReadFull(io.NewSectionReader(at, from, n), part[:n]); err != nil {
			return 0, &readError{err}
		}
		for _, numbers := range byteRange.FindAllSubmatch(part[:n], -1) {
			var found [4]int64
			for i := range found {
				found[i], _ = strconv.ParseInt(string(numbers[i+1]), 10, 64) // at most twelve digits
			}
			// What is no byte range of this file was never one: a text about signatures has such.
			if _, err := rangesOf(found[:], size); err == nil && !slices.Contains(seen, found) {
				if seen = append(seen, found); len(seen)-known == most {
					return most, nil
				}
			}
		}
	}
	return len(seen) - known, nil
}
