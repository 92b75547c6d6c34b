package print

import (
	"strings"
	"time"
)

// Head (phần đầu văn bản) is what stands above the title of every paper.
type Head struct {
	Superior string    `json:"superior,omitempty"` // the office above, or the first half of a long name
	Issuer   string    `json:"issuer"`             // the office whose paper it is
	Number   string    `json:"number,omitempty"`   // "Số: 214/TTr-UBND"
	Place    string    `json:"place,omitempty"`    // locality before the date
	Date     time.Time `json:"-"`                  // zero: the day is left open, to be written by hand
	Mark     string    `json:"mark,omitempty"`     // "DỰ THẢO", framed under the number
}

// The two columns of the head, in millimetres.
const (
	agencyCentre, agencyWidth = 57.5, 62.0
	nationCentre, nationWidth = 144.5, 97.0
)

// head prints the head on the first page and leaves the cursor below it.
func (s *sheet) head(h Head) {
	top := s.y
	agency := s.agency(h, top)
	nation := s.nation(top)
	y := max(agency, nation) + mm(5)

	below := y
	if h.Number != "" {
		below = s.stack(plain(h.Number, style{upright, 13}), agencyCentre-agencyWidth/2, y, agencyWidth, mm(16), alignCentre)
	}
	if h.Place != "" {
		date := plain(s.placeAndDate(h.Place, h.Date), style{italic, 13.5})
		below = max(below, s.stack(date, nationCentre-nationWidth/2, y, nationWidth, mm(16), alignCentre))
	}
	if h.Mark != "" {
		text := plain(strings.ToUpper(h.Mark), style{bold, 12})
		width := linesOf(text, 1e6, 1e6)[0].natural
		s.centred(below+mm(18), agencyCentre, text)
		s.pdf.Rect(agencyCentre-width/2-2.5, below+mm(6), width+5, mm(17), "D")
		below += mm(23)
	}
	s.y = below + mm(13)
	s.skipGap = true
}

// agency prints the office at the left: its superior plain, itself bold, a rule below.
func (s *sheet) agency(h Head, top float64) float64 {
	x := agencyCentre - agencyWidth/2
	y := top
	if h.Superior != "" {
		y = s.stack(plain(strings.ToUpper(h.Superior), style{upright, 12.5}), x, y, agencyWidth, mm(15.5), alignCentre)
	}
	issuer := plain(strings.ToUpper(h.Issuer), style{bold, 12.5})
	y = s.stack(issuer, x, y, agencyWidth, mm(15.5), alignCentre)
	longest := widest(linesOf(issuer, agencyWidth, agencyWidth))
	s.rule(agencyCentre-longest/5, agencyCentre+longest/5, y+mm(1.5)) // two fifths of the line's length
	return y + mm(1.5)
}

// nation prints Quốc hiệu and Tiêu ngữ at the right, the second with a rule of its own length.
func (s *sheet) nation(top float64) float64 {
	x := nationCentre - nationWidth/2
	y := s.stack(plain(s.words.Say("print.nation"), style{bold, 12.5}), x, top, nationWidth, mm(15.5), alignCentre)
	motto := plain(s.words.Say("print.motto"), style{bold, 13.5})
	y = s.stack(motto, x, y, nationWidth, mm(15.5), alignCentre)
	longest := widest(linesOf(motto, nationWidth, nationWidth))
	s.rule(nationCentre-longest/2, nationCentre+longest/2, y+mm(1.5))
	return y + mm(1.5)
}

func widest(lines []line) float64 {
	width := 0.0
	for _, l := range lines {
		width = max(width, l.natural)
	}
	return width
}

// title prints the type of the paper and its abstract, with the short rule below.
func (s *sheet) title(kind, abstract string) {
	kindText := marked(kind, style{bold, bodySize})
	s.need(40)
	s.y = s.stack(kindText, s.left, s.y, s.right-s.left, mm(18), alignCentre)
	if abstract == "" {
		s.y += mm(8)
		s.skipGap = true
		return
	}
	inset := 14.0
	width := s.right - s.left - 2*inset
	text := marked(abstract, style{bold, bodySize})
	s.y = s.stack(text, s.left+inset, s.y, width, mm(17.5), alignCentre)
	half := min(widest(linesOf(text, width, width)), 90) / 5
	middle := (s.left + s.right) / 2
	s.rule(middle-half, middle+half, s.y+mm(2.5))
	s.y += mm(11)
	s.skipGap = true
}

// Office splits the name of a people's council or committee into the two lines that stand at the
// left of its papers; any other name is one line under its superior.
func (p Press) Office(name, superior string) (upper, lower string) {
	return officeLines(p.Words.Say, name, superior)
}

func officeLines(say func(string, ...any) string, name, superior string) (upper, lower string) {
	name = clean(name)
	if superior != "" {
		return clean(superior), name
	}
	for _, key := range []string{"print.office.council", "print.office.committee"} {
		body := say(key)
		if len(name) > len(body) && strings.EqualFold(name[:len(body)], body) {
			return body, strings.TrimSpace(name[len(body):])
		}
	}
	return "", name
}
