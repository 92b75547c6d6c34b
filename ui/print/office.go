package print

import "io"

// Paper (văn bản hành chính) is an office paper: a submission (tờ trình), a report (báo cáo), a
// draft resolution (dự thảo nghị quyết), a verification report (báo cáo thẩm tra), a question
// sheet (phiếu chất vấn), each with its annexes (phụ lục).
type Paper struct {
	Head       Head      `json:"head"`
	Kind       string    `json:"kind"`               // "TỜ TRÌNH"
	Abstract   string    `json:"abstract,omitempty"` // trích yếu
	To         []string  `json:"to,omitempty"`       // kính gửi
	Recitals   []string  `json:"recitals,omitempty"` // căn cứ, in italics
	Body       []Block   `json:"body"`
	Recipients []string  `json:"recipients,omitempty"` // nơi nhận
	Sign       Signature `json:"sign"`
	Annexes    []Annex   `json:"annexes,omitempty"`
}

// Annex (phụ lục) begins on a page of its own.
type Annex struct {
	Name  string  `json:"name"`            // "PHỤ LỤC I"
	Title string  `json:"title"`           //
	Note  string  `json:"note,omitempty"`  // "(Kèm theo Tờ trình số …)"
	Wide  bool    `json:"wide,omitempty"`  // turned paper
	Body  []Block `json:"body"`            //
	Short string  `json:"short,omitempty"` // line in the outline; empty: name and title
}

// Block is one part of a paper's body. Exactly one field is set.
// Text may hold **bold** and __italic__ stretches.
type Block struct {
	Part    string   `json:"part,omitempty"`    // "I. …": title of a part, bold
	Section string   `json:"section,omitempty"` // "1. …": title of a section, bold
	Point   string   `json:"point,omitempty"`   // "a) …": title of a point, bold italic
	Text    string   `json:"text,omitempty"`    // a paragraph
	Note    string   `json:"note,omitempty"`    // a paragraph in italics
	Centre  string   `json:"centre,omitempty"`  // "QUYẾT NGHỊ:"
	List    []string `json:"list,omitempty"`    // paragraphs with a dash
	Table   *Table   `json:"table,omitempty"`   //
	Lines   int      `json:"lines,omitempty"`   // dotted lines to write on
}

// Paper prints an office paper.
func (p Press) Paper(w io.Writer, paper Paper) error {
	if len(paper.Body) == 0 {
		return Refusal{Empty}
	}
	s := p.newSheet(unmarked(joined(paper.Kind, paper.Abstract)))
	s.newPage()
	s.head(paper.Head)
	s.title(paper.Kind, paper.Abstract)
	s.address(paper.To)
	for _, recital := range paper.Recitals {
		as := body()
		as.before = 4
		s.paragraph(marked(recital, style{italic, bodySize}), as)
	}
	foot := s.footHeight(paper.Recipients, paper.Sign)
	s.blocks(paper.Body, foot)
	s.foot(paper.Recipients, paper.Sign)
	for _, annex := range paper.Annexes {
		s.annex(annex)
	}
	return s.finish(w)
}

func joined(kind, abstract string) string {
	if abstract == "" {
		return kind
	}
	return kind + " – " + abstract
}

// address prints "Kính gửi:" with one addressee in its line or several below.
func (s *sheet) address(to []string) {
	label := s.words.Say("print.to")
	switch len(to) {
	case 0:
		return
	case 1:
		s.paragraph(marked(label+" "+to[0], style{upright, bodySize}), setting{size: bodySize, align: alignCentre})
	default:
		s.paragraph(marked(label, style{upright, bodySize}), setting{size: bodySize, align: alignLeft, inset: 34})
		for _, one := range to {
			s.paragraph(marked("- "+one, style{upright, bodySize}), setting{size: bodySize, align: alignLeft, inset: 40})
		}
	}
	s.y += mm(4)
}

// blocks prints the parts of a body; the last paragraph stays with the foot of that height.
func (s *sheet) blocks(blocks []Block, foot float64) {
	for n, b := range blocks {
		as := body()
		if n == len(blocks)-1 {
			as.keep = foot
		}
		text := style{upright, bodySize}
		switch {
		case b.Part != "":
			s.heading(b.Part, bold, bodySize, 0)
		case b.Section != "":
			s.heading(b.Section, bold, bodySize, 1)
		case b.Point != "":
			s.heading(b.Point, boldItalic, bodySize, -1)
		case b.Note != "":
			s.paragraph(marked(b.Note, text.with(italic)), as)
		case b.Centre != "":
			s.centre(b.Centre, bold, bodySize, 10)
		case b.Table != nil:
			s.table(*b.Table)
		case b.Lines > 0:
			s.dotted(b.Lines)
		case len(b.List) > 0:
			keep := as.keep
			for i, one := range b.List {
				as.keep = 0
				if i == len(b.List)-1 {
					as.keep = keep
				}
				s.paragraph(marked("- "+one, text), as)
			}
		default:
			s.paragraph(marked(b.Text, text), as)
		}
	}
}

// dotted prints lines to write on.
func (s *sheet) dotted(count int) {
	const pitch = 8.0
	for range count {
		s.need(pitch)
		s.y += pitch
		s.pdf.SetDashPattern([]float64{0.3, 0.9}, 0)
		s.rule(s.left, s.right, s.y)
		s.pdf.SetDashPattern([]float64{}, 0)
	}
	s.skipGap = false
}

// annex prints an annex on pages of its own.
func (s *sheet) annex(a Annex) {
	s.orient(a.Wide)
	s.newPage()
	line := a.Short
	if line == "" {
		line = joined(a.Name, a.Title)
	}
	s.mark(line, 0)
	width := s.right - s.left
	s.y = s.stack(marked(a.Name, style{bold, bodySize}), s.left, s.y, width, mm(18), alignCentre)
	s.y = s.stack(marked(a.Title, style{bold, bodySize}), s.left+8, s.y, width-16, mm(17.5), alignCentre)
	if a.Note != "" {
		s.y = s.stack(marked(a.Note, style{italic, 13}), s.left+8, s.y, width-16, mm(16.5), alignCentre)
	}
	middle := s.width / 2
	s.rule(middle-18, middle+18, s.y+mm(2.5))
	s.y += mm(11)
	s.skipGap = true
	s.blocks(a.Body, 0)
}
