package print

import (
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/assets"
)

func TestMarksSwitchFaces(t *testing.T) {
	base := style{upright, 14}
	for text, want := range map[string][]span{
		"một **hai** ba":  {{"một ", base}, {"hai", base.with(bold)}, {" ba", base}},
		"__a **b__ c**":   {{"a ", base.with(italic)}, {"b", base.with(boldItalic)}, {" c", base.with(bold)}},
		safe("2**3 __x"):  {{"2**3 __x", base}},
		"Xin chào":        {{"Xin chào", base}},
		"dòng\nhai\u200b": {{"dòng hai", base}},
	} {
		var got []span
		for _, s := range marked(text, base) {
			if s.text != "" {
				got = append(got, s)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q became %v, want %v", text, got, want)
		}
	}
}

// Lines hold every word once and in order, none is wider than its line, and a word that cannot be
// broken at spaces is cut.
func TestLinesHoldEverything(t *testing.T) {
	text := strings.Repeat("Nghị quyết của Hội đồng nhân dân phường về "+longWord+" ", 4)
	for _, width := range []float64{20, 60, 163} {
		var all strings.Builder
		for n, l := range linesOf(plain(text, style{upright, 14}), width-10, width) {
			limit := width
			if n == 0 {
				limit -= 10
			}
			if l.natural > limit+0.01 {
				t.Errorf("line %d is %.2f wide, want at most %.2f", n, l.natural, limit)
			}
			for _, w := range l.words {
				for _, piece := range w.pieces {
					all.WriteString(piece.text)
				}
			}
		}
		if all.String() != strings.ReplaceAll(text, " ", "") {
			t.Errorf("at %.0f mm the lines lose letters", width)
		}
	}
}

func TestNoLineEndsAtANoBreakSpace(t *testing.T) {
	for _, l := range linesOf(plain("trong số 30\u00a0đại\u00a0biểu có mặt", style{upright, 14}), 35, 35) {
		words := len(l.words)
		for n, w := range l.words {
			if text := w.pieces[0].text; strings.HasPrefix(text, "30") && text != "30 đại biểu" {
				t.Errorf("word %d of %d is %q", n, words, text)
			}
		}
	}
}

func TestFittingKeepsTwoLinesTogether(t *testing.T) {
	for _, row := range []struct {
		left, room int
		unreserved float64
		empty      bool
		want       int
	}{
		{5, 10, 100, false, 5},  // all fit
		{5, 4, 100, false, 3},   // two go over, not one
		{3, 2, 100, false, 0},   // one over two is a widow: all go over
		{2, 1, 100, false, 0},   // one alone at the foot: all go over
		{5, 10, 20, false, 3},   // what follows needs the room: two lines go with it
		{1, 0, 0, true, 1},      // an empty page always takes something
		{50, 40, 400, true, 40}, // longer than a page
	} {
		if got := fitting(row.left, row.room, row.unreserved, 5, row.empty); got != row.want {
			t.Errorf("%+v gave %d", row, got)
		}
	}
}

func TestNumbersAndTimes(t *testing.T) {
	s := &sheet{words: assets.LoadWords(assets.Vietnamese), zone: hanoi}
	for n, want := range map[int]string{0: "0", 999: "999", 48650: "48.650", 1234567: "1.234.567", -4200: "-4.200"} {
		if got := s.whole(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
	for _, row := range []struct {
		part, whole int
		want        string
	}{{24, 30, "80,00"}, {2, 3, "66,67"}, {1, 30, "3,33"}, {30, 30, "100,00"}, {0, 5, "0,00"}, {1, 6, "16,67"}} {
		if got := strings.TrimSuffix(s.percent(row.part, row.whole), "\u00a0%"); got != row.want {
			t.Errorf("%d of %d is %q, want %q", row.part, row.whole, got, row.want)
		}
	}
	if got := s.percent(0, 0); got != "–" {
		t.Errorf("a share of nothing is %q", got)
	}
	for date, want := range map[string]string{
		"2027-01-05": "Vinh, ngày 05 tháng 01 năm 2027", "2027-02-28": "Vinh, ngày 28 tháng 02 năm 2027",
		"2026-03-09": "Vinh, ngày 09 tháng 3 năm 2026", "2026-12-31": "Vinh, ngày 31 tháng 12 năm 2026",
	} {
		at, err := time.ParseInLocation(time.DateOnly, date, hanoi)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.placeAndDate("Vinh", at); got != want {
			t.Errorf("%s is written %q, want %q", date, got, want)
		}
	}
	opened := time.Date(2026, 12, 8, 23, 59, 30, 0, hanoi).UnixMilli()
	if got := s.since(opened, opened+60_000); !strings.Contains(got, "ngày 08/12/2026") {
		t.Errorf("a poll that ran over midnight opened %q", got)
	}
	if got := s.clock(0); got != "" {
		t.Errorf("no time is written %q", got)
	}
}

func TestOfficeNamesAreTwoLines(t *testing.T) {
	for _, row := range [][4]string{
		{"Hội đồng nhân dân phường Trường Vinh", "", "Hội đồng nhân dân", "phường Trường Vinh"},
		{"ỦY BAN NHÂN DÂN xã Ea Súp", "", "Ủy ban nhân dân", "xã Ea Súp"},
		{"Văn phòng HĐND và UBND", "UBND phường Trường Vinh", "UBND phường Trường Vinh", "Văn phòng HĐND và UBND"},
		{"Sở Nội vụ", "", "", "Sở Nội vụ"},
	} {
		if upper, lower := press().Office(row[0], row[1]); upper != row[2] || lower != row[3] {
			t.Errorf("%q under %q became %q, %q", row[0], row[1], upper, lower)
		}
	}
}
