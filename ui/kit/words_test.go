package kit

import (
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// tens measures ten units a letter.
func tens(text string) float32 { return 10 * float32(len([]rune(text))) }

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float32
		limit int
		want  string
	}{
		{"Hội đồng nhân dân", 90, 0, "Hội đồng|nhân dân"},
		{"Hội đồng nhân dân", 170, 0, "Hội đồng nhân dân"},
		{"Hội đồng nhân dân", 40, 0, "Hội|đồng|nhân|dân"},
		{"năm\u00a02027 qua", 60, 0, "năm|2027|qua"},
		{"một\nhai ba", 100, 0, "một|hai ba"},
		{"Hội đồng nhân dân", 90, 1, "Hội đồng…"},
		{"Hội đồng nhân dân xã", 90, 2, "Hội đồng|nhân dân…"},
		{"abcdefghij", 40, 0, "abcd|efgh|ij"},
		{"", 40, 0, ""},
		{"a", 0, 0, "a"},
	} {
		if got := strings.Join(wrap(c.text, c.width, c.limit, tens), "|"); got != c.want {
			t.Errorf("%q at %v, at most %d lines: %q, not %q", c.text, c.width, c.limit, got, c.want)
		}
	}
}

func TestKeepNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"dự toán năm 2027":  "dự toán năm\u00a02027",
		"Điều 3 Khoản 2":    "Điều\u00a03 Khoản\u00a02",
		"24 / 30 đại biểu":  "24 / 30 đại biểu",
		"12 tháng 12 năm 5": "12 tháng\u00a012 năm\u00a05",
		"":                  "",
	} {
		if got := KeepNumbers(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Nguyễn Thị Phương Thảo Nguyên": "TN", "H’Mai Niê": "HN", "Ksor H’Blăm Êban Mlô": "ÊM", "Ân": "Â", "": "", "  Lê   Ổn ": "LỔ",
	} {
		if got := Initials(name); got != want {
			t.Errorf("%q has the initials %q, not %q", name, got, want)
		}
	}
}

func TestParagraphHeightFollowsWidth(t *testing.T) {
	program(t)
	p := NewParagraph("Tờ trình về dự toán ngân sách năm 2027", Body)
	wide, narrow := p.HeightFor(1000), p.HeightFor(120)
	if wide != 24 || narrow < 3*24 {
		t.Errorf("wide it is %v, narrow %v", wide, narrow)
	}
	start(t, Column(0, p), fyne.NewSize(120, 300))
	if p.Size().Height != narrow {
		t.Errorf("a column gives it %v, not %v", p.Size().Height, narrow)
	}
	p.MaxLines(2)
	lines := test.WidgetRenderer(p).Objects()
	if len(lines) != 2 || !strings.HasSuffix(lines[1].(*canvas.Text).Text, "…") {
		t.Errorf("of two lines it shows %d", len(lines))
	}
}

func TestTextTruncatesOnlyWhenAsked(t *testing.T) {
	program(t)
	whole := NewText("Nguyễn Thị Phương Thảo Nguyên", Body)
	if whole.MinSize().Width < 200 {
		t.Errorf("a line asks for %v", whole.MinSize())
	}
	short := NewText("Nguyễn Thị Phương Thảo Nguyên", Body).Truncate()
	start(t, Fixed(120, 24, short), fyne.NewSize(120, 24))
	line := test.WidgetRenderer(short).Objects()[0].(*canvas.Text)
	if !strings.HasSuffix(line.Text, "…") || line.MinSize().Width > 120.5 || len(line.Text) < 10 {
		t.Errorf("shortened to %q, %v wide", line.Text, line.MinSize().Width)
	}
}

// TestClockNeverDances: every time of the same length is as wide, and its digits stand in place.
func TestClockNeverDances(t *testing.T) {
	program(t)
	clock := NewClock("11:11", 52)
	start(t, clock, fyne.NewSize(300, 80))
	wide, colon := clock.MinSize().Width, middleOf(clock, 2)
	for _, text := range []string{"00:00", "14:47", "23:59"} {
		clock.SetText(text)
		if clock.MinSize().Width != wide {
			t.Errorf("%s is %v wide, not %v", text, clock.MinSize().Width, wide)
		}
		if got := middleOf(clock, 2); math.Abs(float64(got-colon)) > 0.01 {
			t.Errorf("in %s the colon stands at %v, not %v", text, got, colon)
		}
	}
	for i, r := range "23:59" {
		line := test.WidgetRenderer(clock).Objects()[i].(*canvas.Text)
		if line.Text != string(r) || line.MinSize().Width > 1.1*clock.cell(LookOf(clock), r) {
			t.Errorf("digit %d is %q, %v wide", i, line.Text, line.MinSize().Width)
		}
	}
}

func middleOf(clock *Clock, index int) float32 {
	line := test.WidgetRenderer(clock).Objects()[index]
	return line.Position().X + line.Size().Width/2
}

func TestStyles(t *testing.T) {
	if got := Sized(9).Size; got != 14 {
		t.Errorf("nothing is smaller than 14, this is %v", got)
	}
	look := Look{Palette: plainLook().Palette, Scale: ElderScale}
	if Body.size(look) != 24 || Meta.size(look) != 21 || (Style{Size: 10}).size(look) != 21 {
		t.Error("for elders letters are not half again as large")
	}
	if face, source := Body.Heavy().face(); !face.Bold || source == nil {
		t.Error("bold is not the bold font")
	}
	if s := Body.In(Ink3).Strong().Trailing(); s.Color != Ink3 || s.Weight != SemiBold || s.Align != fyne.TextAlignTrailing || Body.Color != Ink {
		t.Error("a changed copy changed the role")
	}
}

func TestSameValueCostsNothing(t *testing.T) {
	program(t)
	text, paragraph, clock := NewText("a", Body), NewParagraph("a", Body), NewClock("1:00", 20)
	window := start(t, Column(0, text, paragraph, clock), fyne.NewSize(200, 200))
	window.Canvas().Capture()
	allocated := testing.AllocsPerRun(100, func() {
		text.SetText("a")
		text.SetStyle(Body)
		paragraph.SetText("a")
		clock.SetText("1:00")
		clock.SetColor(Ink)
	})
	if allocated != 0 {
		t.Errorf("the same values again allocated %v times", allocated)
	}
}
