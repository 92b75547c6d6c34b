package print

import "strings"

// Signature (thẩm quyền, chức vụ, họ tên người ký) is one place to sign.
type Signature struct {
	Lines []string `json:"lines"`          // "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
	Note  string   `json:"note,omitempty"` // "(Ký, ghi rõ họ tên)", in italics
	Name  string   `json:"name,omitempty"`
	Seal  *Seal    `json:"seal,omitempty"` // a specimen seal and a drawn signature
}

// The foot's columns, in millimetres.
const (
	recipientsWidth = 74.0
	signRoom        = 18.0 // for a hand
	sealRoom        = 33.0 // for a hand and the seal, which covers its first third
	signGap         = 6.0  // between the text and the foot
)

// foot prints "Nơi nhận" at the left and the signature at the right, both on one page.
func (s *sheet) foot(recipients []string, sign Signature) {
	s.need(s.footHeight(recipients, sign))
	top := s.y + signGap
	left := top
	if len(recipients) > 0 {
		left = s.stack(plain(s.words.Say("print.recipients"), style{boldItalic, 12}), s.left, top, recipientsWidth, mm(15), alignLeft)
		for _, one := range recipients {
			left = s.stack(marked("- "+one, style{upright, 11}), s.left, left, recipientsWidth, mm(13.2), alignLeft)
		}
	}
	width := s.right - s.left - recipientsWidth - 2
	s.y = max(left, s.sign(sign, s.right-width, top, width))
	s.skipGap = false
}

// footHeight is how tall foot prints.
func (s *sheet) footHeight(recipients []string, sign Signature) float64 {
	left := mm(15)
	for _, one := range recipients {
		left += stackHeight(marked("- "+one, style{upright, 11}), recipientsWidth, mm(13.2))
	}
	return signGap + max(left, signHeight(sign, s.right-s.left-recipientsWidth-2))
}

// sign prints one signature in a column and returns the edge below.
func (s *sheet) sign(sign Signature, x, y, width float64) float64 {
	for _, l := range sign.Lines {
		y = s.stack(plain(strings.ToUpper(l), style{bold, 13.5}), x, y, width, mm(17), alignCentre)
	}
	if sign.Note != "" {
		y = s.stack(plain(sign.Note, style{italic, 12}), x, y, width, mm(15), alignCentre)
	}
	if sign.Seal != nil {
		middle := x + width/2
		s.scribble(sign.Name, middle+5, y+sealRoom/2, 42)
		s.seal(*sign.Seal, middle-15, y+sealRoom/2-0.5)
	}
	y += sign.room()
	if sign.Name != "" {
		y = s.stack(plain(sign.Name, style{bold, 13.5}), x, y, width, mm(17), alignCentre)
	}
	return y
}

func (s Signature) room() float64 {
	if s.Seal != nil {
		return sealRoom
	}
	return signRoom
}

func signHeight(sign Signature, width float64) float64 {
	height := sign.room()
	for _, l := range sign.Lines {
		height += stackHeight(plain(strings.ToUpper(l), style{bold, 13.5}), width, mm(17))
	}
	if sign.Note != "" {
		height += stackHeight(plain(sign.Note, style{italic, 12}), width, mm(15))
	}
	return height + stackHeight(plain(sign.Name, style{bold, 13.5}), width, mm(17))
}

// signTwo prints two signatures side by side, as minutes need: the one who wrote and the chair.
func (s *sheet) signTwo(left, right Signature) {
	width := (s.right - s.left) / 2
	s.need(signGap + max(signHeight(left, width), signHeight(right, width)))
	top := s.y + signGap
	y := s.sign(left, s.left, top, width)
	s.y = max(y, s.sign(right, s.left+width, top, width))
}
