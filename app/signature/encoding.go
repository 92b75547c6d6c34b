package signature

import (
	"errors"
	"fmt"
)

// Bounds of what the reader of messages is given: it calls itself for every level of nesting and copies what is
// below, so that a megabyte of nothing but openings would cost hundreds of gigabytes of copying.
const (
	maxNesting  = 32
	maxElements = 50_000
)

var errEncoding = errors.New("no message in BER")

// element is the end of one that is open; endless until its mark, if it is indefinite.
type element struct {
	end        int
	indefinite bool
}

// enclosed finds the one BER element at the start of the contents and gives it without what fills them up,
// which is zeros. Its nesting and the number of its parts are within bounds.
func enclosed(contents []byte) ([]byte, error) {
	var open []element
	at, count := 0, 0
	for {
		// Close what ends here.
		for len(open) > 0 {
			last := open[len(open)-1]
			if last.indefinite {
				if at+2 > last.end || contents[at] != 0 || contents[at+1] != 0 {
					break
				}
				at += 2
			} else if at != last.end {
				break
			}
			open = open[:len(open)-1]
		}
		if len(open) == 0 && count > 0 {
			break
		}
		limit := len(contents)
		if len(open) > 0 {
			limit = open[len(open)-1].end
		}
		if count++; count > maxElements {
			return nil, fmt.Errorf("more than %d parts: %w", maxElements, errEncoding)
		}
		if at+2 > limit {
			return nil, fmt.Errorf("cut off at %d: %w", at, errEncoding)
		}
		head := contents[at]
		if head&0x1F == 0x1F {
			return nil, fmt.Errorf("long tag at %d: %w", at, errEncoding)
		}
		at++
		length, indefinite, next, err := lengthAt(contents[:limit], at)
		if err != nil {
			return nil, err
		}
		at = next
		compound := head&0x20 != 0
		switch {
		case indefinite && !compound, length > limit-at:
			return nil, fmt.Errorf("length at %d: %w", at, errEncoding)
		case compound && len(open) == maxNesting:
			return nil, fmt.Errorf("nested deeper than %d: %w", maxNesting, errEncoding)
		case indefinite:
			open = append(open, element{limit, true})
		case compound:
			open = append(open, element{at + length, false})
		default:
			at += length
		}
	}
	for _, filling := range contents[at:] {
		if filling != 0 {
			return nil, fmt.Errorf("something behind the message: %w", errEncoding)
		}
	}
	return contents[:at], nil
}

// lengthAt reads a length.
func lengthAt(data []byte, at int) (length int, indefinite bool, next int, err error) {
	first := data[at]
	at++
	switch {
	case first < 0x80:
		return int(first), false, at, nil
	case first == 0x80:
		return 0, true, at, nil
	}
	octets := int(first & 0x7F)
	if octets > 4 || octets > len(data)-at {
		return 0, false, at, fmt.Errorf("length of %d bytes at %d: %w", octets, at, errEncoding)
	}
	for range octets {
		if length > 1<<22 {
			return 0, false, at, fmt.Errorf("length at %d: %w", at, errEncoding)
		}
		length = length<<8 | int(data[at])
		at++
	}
	return length, false, at, nil
}
