package searching

import (
	"strings"
	"testing"

	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestFoundTextKeepsItsSpaces(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	text := newFoundText(kit.Body, 2)
	text.set([]search.Part{{Text: "… mương "}, {Text: "thoát nước", Found: true}, {Text: ", tổ dân phố "}, {Text: "5", Found: true}})
	look := kit.LookOf(text)
	line := text.lines(look, 2000)
	if len(line) != 1 || len(line[0]) != 4 {
		t.Fatalf("%+v", line)
	}
	space := text.measure(look, " ", false)
	for i, want := range []float32{0, space, 0, space} {
		if i == 0 {
			continue
		}
		gap := line[0][i].x - line[0][i-1].x - line[0][i-1].width - foundAir
		if gap < want-.5 || gap > want+.5 {
			t.Errorf("run %d stands %v away, not %v", i, gap, want)
		}
	}
	text.set([]search.Part{{Text: strings.Repeat("chữ ", 200)}})
	lines := text.lines(look, 300)
	last := lines[len(lines)-1]
	if len(lines) != 2 || !strings.HasSuffix(last[len(last)-1].text, "…") || last[len(last)-1].x+last[len(last)-1].width > 301 {
		t.Errorf("%+v", lines)
	}
}
