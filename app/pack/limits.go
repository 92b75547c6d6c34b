package pack

import (
	"cmp"
	"strconv"
)

// Limits keep a pack from filling memory, disk or time. A zero field means its default.
type Limits struct {
	Files int   // things that lie in the pack, folders and junk included; default 10,000
	File  int64 // bytes of one file, unpacked; default 1 GiB
	Total int64 // bytes of all files that are read, unpacked; default 8 GiB
	Ratio int64 // bytes unpacked from one packed byte, once a file is past 16 MiB; default 200
}

const (
	mebibyte     = 1 << 20
	ratioMatters = 16 * mebibyte
	textSize     = 4 * mebibyte // of session.json and of delegates.csv
)

// The council takes no more than this (see its judgement of imports).
const (
	maxItems     = 500
	maxPapers    = 5000
	maxPolls     = 1000
	maxDelegates = 1000
	maxLetters   = 600
	maxSeat      = 9999
)

func (l Limits) filled() Limits {
	return Limits{
		Files: cmp.Or(l.Files, 10_000), File: cmp.Or(l.File, 1<<30),
		Total: cmp.Or(l.Total, 8<<30), Ratio: cmp.Or(l.Ratio, 200),
	}
}

func inMebibytes(size int64) string {
	return strconv.FormatInt(max(size/mebibyte, 1), 10)
}
