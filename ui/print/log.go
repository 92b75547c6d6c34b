package print

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"

	"congso.vn/congso/app/change"
)

// Log is the place in the log that a sheet was made from. Whoever holds the sheet can later
// compare it with the log: the same place must have the same hash.
type Log struct {
	Stream change.Stream
	Head   change.Head
}

// QR is the text of the code that stands on the sheet.
func (l Log) QR() string {
	return fmt.Sprintf("congso:head:%s:%d:%s", l.Stream, l.Head.Seq, l.Head.Hash)
}

// Short is the hash as people compare it: its first and last groups.
func (l Log) Short() string {
	hash := l.Head.Hash.String()
	groups := func(part string) string {
		var four []string
		for n := 0; n < len(part); n += 4 {
			four = append(four, part[n:n+4])
		}
		return strings.Join(four, " ")
	}
	return groups(hash[:16]) + " … " + groups(hash[len(hash)-16:])
}

// The log's block, in millimetres: its height and the white above it.
const (
	logRoom = 24.0
	logGap  = 3.0
)

// log prints the block with the log's place and its code.
func (s *sheet) log(l Log) error {
	s.need(logRoom + logGap)
	s.y += logGap
	const code = 22.0
	if err := s.qr(l.QR(), s.left, s.y+2, code); err != nil {
		return err
	}
	x, width := s.left+code+4, s.right-s.left-code-4
	text := style{upright, 11}
	y := s.stack(plain(s.words.Say("print.log.title"), text.with(bold)), x, s.y+2, width, mm(14), alignLeft)
	y = s.stack(plain(s.words.Say("print.log.place", "stream", l.Stream, "seq", l.Head.Seq), text), x, y, width, mm(14), alignLeft)
	y = s.stack(plain(s.words.Say("print.log.hash", "hash", strings.ReplaceAll(l.Short(), " ", string(noBreak))), text), x, y, width, mm(14), alignLeft)
	s.stack(plain(s.words.Say("print.log.note"), text.with(italic)), x, y, width, mm(13), alignLeft)
	s.y += logRoom
	s.skipGap = false
	return nil
}

// qr draws a code as rectangles, sharp on any printer, size millimetres wide without its white
// border: the page around it is white.
func (s *sheet) qr(text string, x, y, size float64) error {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("print: QR code of %d letters: %w", len(text), err)
	}
	code.DisableBorder = true
	dots := code.Bitmap()
	dot := size / float64(len(dots))
	for row, line := range dots {
		for from := 0; from < len(line); from++ {
			if !line[from] {
				continue
			}
			to := from
			for to < len(line) && line[to] {
				to++
			}
			// a hair taller than its row, so that no white line shows between rows
			s.pdf.Rect(x+float64(from)*dot, y+float64(row)*dot, float64(to-from)*dot, dot+0.02, "F")
			from = to
		}
	}
	return nil
}
