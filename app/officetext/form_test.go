package officetext

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The measures that are found in the source, as FORMATS has them: one wrong digit makes every paper wrong.
func TestTheDecreesMeasures(t *testing.T) {
	form := Decree()
	for side, want := range map[Side]Span{TopSide: {20, 25}, BottomSide: {20, 25}, LeftSide: {30, 35}, RightSide: {15, 20}} {
		for _, margin := range form.Margins {
			if margin.Side == side && (margin.Millimetres != want || margin.Standing != Found) {
				t.Errorf("%s: %+v", side, margin)
			}
		}
	}
	for _, row := range []struct {
		component    Component
		least, most  float64
		bold, italic bool
		letters      Case
		line         *Span
	}{
		{NationalNameLine, 12, 13, true, false, Capitals, nil}, {MottoLine, 13, 14, true, false, Ordinary, &Span{1, 1}},
		{SuperiorName, 12, 13, false, false, Capitals, nil}, {IssuerName, 12, 13, true, false, Capitals, &Span{1.0 / 3, 0.5}},
		{NumberLine, 13, 13, false, false, AnyCase, nil}, {DateLine, 13, 14, false, true, Ordinary, nil},
		{TypeName, 13, 14, true, false, Capitals, nil}, {Abstract, 13, 14, true, false, Ordinary, &Span{1.0 / 3, 0.5}},
		{Body, 13, 14, false, false, Ordinary, nil}, {SignerOffice, 13, 14, true, false, Capitals, nil}, {SignerName, 13, 14, true, false, Ordinary, nil},
		{RecipientsWord, 12, 12, true, true, Ordinary, nil}, {RecipientsList, 11, 11, false, false, Ordinary, nil}, {PageNumber, 13, 14, false, false, AnyCase, nil},
	} {
		got, known := form.Measure(row.component)
		if !known || got.Points != (Span{row.least, row.most}) || got.Bold != row.bold || got.Italic != row.italic || got.Case != row.letters ||
			(got.Line == nil) != (row.line == nil) || got.Line != nil && got.Line.Part != *row.line {
			t.Errorf("%s: %+v", row.component, got)
		}
	}
	for _, row := range form.Measures {
		if row.Point == "" || row.Standing == "" {
			t.Errorf("%s cites nothing", row.Component)
		}
	}
	if !form.valid() {
		t.Error("the decree's own table cannot be used")
	}
}

// good is a component as it should be.
func good(component Component) Seen {
	row, _ := Decree().Measure(component)
	seen := Seen{Text: "Nội dung trích yếu", Points: row.Points.Least, Bold: row.Bold, Italic: row.Italic, Align: row.Align, Font: "ABCDEF+LiberationSerif-Bold"}
	if row.Case == Capitals {
		seen.Text = "ỦY BAN NHÂN DÂN"
	}
	if row.Line != nil {
		seen.Line = row.Line.Part.Least
	}
	switch component {
	case NationalNameLine:
		seen.Text = NationalName
	case MottoLine:
		seen.Text = Motto
	}
	return seen
}

// One point, one style, one case, one font: each is found in each component, and nothing else is.
func TestEveryComponentIsHeldAgainstItsRow(t *testing.T) {
	form := Decree()
	for _, row := range form.Measures {
		for _, seen := range []Seen{
			good(row.Component),
			func() Seen {
				s := good(row.Component)
				s.Points, s.Align, s.Font = row.Points.Most+0.2, AnyAlign, ""
				return s
			}(),
		} {
			if faults := form.Check(row.Component, seen); len(faults) > 0 {
				t.Errorf("%s as it should be: %+v", row.Component, faults)
			}
		}
		for what, change := range map[string]func(*Seen){
			WrongSize: func(s *Seen) { s.Points = row.Points.Most + 1 }, WrongSize + " small": func(s *Seen) { s.Points = row.Points.Least - 0.5 },
			WrongBold: func(s *Seen) { s.Bold = !s.Bold }, WrongItalic: func(s *Seen) { s.Italic = !s.Italic }, WrongFont: func(s *Seen) { s.Font = "ABCDEF+Arial-Bold" },
			WrongCase: func(s *Seen) {
				switch row.Case {
				case Capitals:
					s.Text = "Ủy ban nhân dân"
				case Ordinary:
					s.Text = "ỦY BAN NHÂN DÂN"
				default:
					s.Points = 1
				}
			},
			WrongAlign: func(s *Seen) {
				if s.Align = Centred; row.Align == Centred {
					s.Align = AtLeft
				}
			},
			WrongLine: func(s *Seen) { s.Line += 0.2 }, WrongLine + " none": func(s *Seen) { s.Line = 0 },
		} {
			seen := good(row.Component)
			change(&seen)
			want := strings.Fields(what)[0]
			switch {
			case want == WrongCase && row.Case == AnyCase:
				want = WrongSize
			case want == WrongAlign && row.Align == AnyAlign, want == WrongLine && row.Line == nil:
				continue
			}
			faults := form.Check(row.Component, seen)
			if !slices.ContainsFunc(faults, func(f Fault) bool {
				return f.What == want && f.Component == row.Component && f.Point == row.Point
			}) {
				t.Errorf("%s, %s: %+v", row.Component, what, faults)
			}
			for _, fault := range faults {
				if fault.What != want && fault.What != WrongWords {
					t.Errorf("%s, %s: also %+v", row.Component, what, fault)
				}
			}
		}
	}
	if faults := form.Check(MottoLine, Seen{Text: "Độc lập – Tự do – Hạnh phúc", Points: 13, Bold: true, Line: 1}); len(faults) != 1 || faults[0].What != WrongWords || faults[0].Instead != Motto {
		t.Errorf("long dashes: %+v", faults)
	}
	if faults := form.Check("unknown", Seen{}); faults != nil {
		t.Error("a component that no row is about has faults")
	}
	if faults := form.Check(SignerName, Seen{Text: "Y", Points: 13, Bold: true}); len(faults) > 0 {
		t.Errorf("a name of one letter: %+v", faults)
	}
}

func TestMargins(t *testing.T) {
	form := Decree()
	for _, row := range []struct {
		side    Side
		at      float64
		atLeast bool
		wrong   bool
	}{
		{LeftSide, 30, false, false}, {LeftSide, 29.7, false, false}, {LeftSide, 29, false, true}, {LeftSide, 35.3, false, false}, {LeftSide, 36, false, true},
		{RightSide, 14, false, true}, {RightSide, 15, false, false}, {RightSide, 21, false, true}, {RightSide, 60, true, false}, {RightSide, 14, true, true},
		{TopSide, 19, false, true}, {TopSide, 25, false, false}, {TopSide, 26, false, true}, {BottomSide, 120, true, false}, {BottomSide, 19, true, true}, {"?", 0, false, false},
	} {
		fault, wrong := form.CheckMargin(row.side, row.at, row.atLeast)
		if wrong != row.wrong || wrong && (fault.What != WrongMargin || fault.Side != row.side || fault.Got != row.at || fault.Allowed.Most == 0 || fault.Point == "") {
			t.Errorf("%s at %v: %v, %+v", row.side, row.at, wrong, fault)
		}
	}
	for _, row := range []struct {
		width, height float64
		wrong         bool
	}{{210, 297, false}, {297, 210, false}, {210.3, 296.7, false}, {216, 279, true}, {210, 298, true}} {
		if fault, wrong := form.CheckPage(row.width, row.height); wrong != row.wrong || wrong && fault.What != WrongPage {
			t.Errorf("%v × %v: %v", row.width, row.height, wrong)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for _, row := range []struct {
		indent, gap, lines float64
		want               []string
	}{
		{10, 6, 1.28, nil}, {12.7, 12, 1, nil}, {-1, -1, -1, nil}, {11, 6, 1.5, []string{WrongIndent}}, {0, 6, 1, []string{WrongIndent}},
		{10, 5, 1, []string{WrongGap}}, {10, 6, 0.9, []string{WrongSpacing}}, {10, 0, 1.6, []string{WrongGap, WrongSpacing}},
	} {
		var got []string
		for _, fault := range Decree().CheckParagraph(row.indent, row.gap, row.lines) {
			got = append(got, fault.What)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%+v: %v", row, got)
		}
	}
}

func TestFonts(t *testing.T) {
	form := Decree()
	for font, want := range map[string]bool{"Times New Roman": true, "TimesNewRomanPS-BoldMT": true, "ABCDEF+LiberationSerif": true, "Tinos-Italic": true, "": true,
		"Arial": false, "ABCDEF+Arial": false, "Times": false, "LiberationSans": false} {
		if got := form.prescribed(font); got != want {
			t.Errorf("%q: %v", font, got)
		}
	}
}

func TestLoad(t *testing.T) {
	body, err := json.Marshal(Decree())
	if err != nil {
		t.Fatal(err)
	}
	form, err := Load(body)
	if err != nil || !reflect.DeepEqual(form, Decree()) {
		t.Fatalf("the decree's own table is read as another: %v", err)
	}
	for name, change := range map[string]func(*Form){
		"no width": func(f *Form) { f.Width = 0 }, "no font": func(f *Form) { f.Fonts = nil }, "a side twice": func(f *Form) { f.Margins[1].Side = TopSide },
		"a side nobody knows": func(f *Form) { f.Margins[0].Side = "inner" }, "most below least": func(f *Form) { f.Margins[0].Millimetres = Span{25, 20} },
		"a row twice": func(f *Form) { f.Measures[1].Component = f.Measures[0].Component }, "no component": func(f *Form) { f.Measures[0].Component = "" },
		"a size beyond": func(f *Form) { f.Measures[0].Points.Most = 1000 }, "a case nobody knows": func(f *Form) { f.Measures[0].Case = "small" },
		"an align nobody knows": func(f *Form) { f.Measures[0].Align = "right" }, "a line of nothing": func(f *Form) { f.Measures[1].Line = &Line{Span{-1, 1}} },
		"a type twice": func(f *Form) { f.Types[1].ID = f.Types[0].ID }, "a type without name": func(f *Form) { f.Types[0].Name = "" },
		"an abbreviation of nothing": func(f *Form) { f.Types[0].Abbreviation = "n-q" }, "empty words": func(f *Form) { f.Capitals[0].Form = " " },
		"an indent below nothing": func(f *Form) { f.Paragraphs.Indents = []float64{-1} },
	} {
		form := Decree()
		change(&form)
		body, _ := json.Marshal(form)
		if _, err := Load(body); !errors.Is(err, refuse(TableUnreadable)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"", "{", "{}", string(body) + "{}", "[" + strings.Repeat(" ", maxForm) + "]"} {
		if _, err := Load([]byte(text)); !errors.Is(err, refuse(TableUnreadable)) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	own := Decree()
	own.Margins[0].Millimetres = Span{10, 12}
	body, _ = json.Marshal(own)
	if form, err := Load(body); err != nil || form.Margins[0].Millimetres.Most != 12 {
		t.Errorf("an office's own margin: %v", err)
	}
}

func TestTypes(t *testing.T) {
	form, seen := Decree(), map[string]bool{}
	for id, want := range map[string]string{Resolution: "NQ", Decision: "QĐ", Minutes: "BB", Notice: "TB", Invitation: "GM", Submission: "TTr", Report: "BC", Letter: "", Directive: "CT", PlanOfWork: "KH"} {
		row, known := form.Type(id)
		if !known || row.Abbreviation != want {
			t.Errorf("%s: %+v", id, row)
		}
		if back, known := form.TypeOf(want); known != (want != "") || known && back.ID != id {
			t.Errorf("%s is that of %s", want, back.ID)
		}
	}
	if letter, _ := form.Type(Letter); letter.Register != "CV" {
		t.Errorf("registers call a letter %q", letter.Register)
	}
	for _, row := range form.Types {
		if row.Abbreviation != "" && seen[row.Abbreviation] {
			t.Errorf("%s stands for two types", row.Abbreviation)
		}
		seen[row.Abbreviation] = true
	}
	if len(form.Types) != 28 {
		t.Errorf("%d types", len(form.Types))
	}
	if sorted := slices.Sorted(slices.Values(Codes)); len(slices.Compact(sorted)) != len(Codes) || refuse(WrongDate).Error() != WrongDate {
		t.Error("a code stands twice")
	}
}

// FuzzLoad: whatever table is taken can be used.
func FuzzLoad(f *testing.F) {
	body, _ := json.Marshal(Decree())
	f.Add(body)
	f.Add([]byte(`{"width":210,"height":297,"fonts":["Tinos"],"capitals":[{"form":"thứ"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		form, err := Load(body)
		if err != nil {
			return
		}
		for _, row := range form.Measures {
			form.Check(row.Component, Seen{Text: "Số: 05", Points: 13, Font: "ABCDEF+X"})
		}
		form.CheckMargin(LeftSide, 30, false)
		form.CheckParagraph(10, 6, 1)
		form.CheckCapitals("Điều 5. ủy ban nhân dân họp vào thứ hai.")
		form.CheckNotation("Số: 5 /NQ-HĐND")
	})
}
