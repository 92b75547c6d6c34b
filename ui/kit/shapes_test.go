package kit

import (
	"bytes"
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestTallyCells(t *testing.T) {
	letters := map[cellState]string{notVoted: ".", votedFor: "+", votedAgainst: "-", votedAbstain: "o", absentCell: "_", missingCell: "?", receivedCell: "#"}
	for _, c := range []struct {
		tally Tally
		want  string
	}{
		{Tally{Total: 10, For: 3, Against: 2, Abstain: 1, Absent: 1, Need: 6}, "+++???_o--"},
		{Tally{Total: 10, For: 3, Against: 2, Need: 6}, "+++???..--"},
		{Tally{Total: 10, For: 6, Against: 2, Need: 6}, "++++++..--"},
		{Tally{Total: 10, For: 3, Need: 6, Closed: true}, "+++......."},
		{Tally{Total: 6, Hidden: true, Received: 4, Absent: 1, Need: 4}, "####._"},
		{Tally{Total: 4, For: 9}, "++++"},
		{Tally{}, ""},
	} {
		got := ""
		for _, state := range c.tally.cells() {
			got += letters[state]
		}
		if got != c.want {
			t.Errorf("%+v is %s, not %s", c.tally, got, c.want)
		}
	}
}

// TestMajorityLine: the line stands right behind the cell that makes the majority.
func TestMajorityLine(t *testing.T) {
	program(t)
	for _, total := range []int{30, 85, 480} {
		tally := Tally{Total: total, For: total / 3, Need: total/2 + 1}
		bar := NewResultBar(tally)
		start(t, bar, fyne.NewSize(900, 60))
		var lines []*canvas.Rectangle
		var ends float32
		cells := 0
		for _, object := range test.WidgetRenderer(bar).Objects() {
			shape, ok := object.(*canvas.Rectangle)
			if !ok || !shape.Visible() {
				continue
			}
			if shape.FillColor == Tone(rgb(0x1B2430)) {
				lines = append(lines, shape)
				continue
			}
			if cells < tally.Need {
				ends = max(ends, shape.Position().X+shape.Size().Width)
			}
			cells++
		}
		if len(lines) != 2 {
			t.Fatalf("of %d the line has %d parts", total, len(lines))
		}
		at := lines[0].Position().X + lines[0].Size().Width/2
		if total == 480 {
			if want := float32(900 * 241.0 / 480); at < want-1 || at > want+1 {
				t.Errorf("of 480 the line stands at %v, not %v", at, want)
			}
			continue
		}
		if at < ends || at > ends+20 {
			t.Errorf("of %d the cells of the majority end at %v, the line stands at %v", total, ends, at)
		}
	}
}

func TestResultBarHidesLineOfSecretBallots(t *testing.T) {
	program(t)
	bar := NewResultBar(Tally{Total: 30, Need: 16, Hidden: true, Received: 12})
	start(t, bar, fyne.NewSize(900, 60))
	for _, object := range test.WidgetRenderer(bar).Objects() {
		if shape, ok := object.(*canvas.Rectangle); ok && shape.Visible() && shape.FillColor == Tone(rgb(0x1B2430)) {
			t.Error("a hidden tally shows its majority line")
		}
	}
}

func TestQRIsCrisp(t *testing.T) {
	code := NewQR("https://hop.local/dang-nhap?may=12", 176)
	picture := code.picture(176, 176).(*image.RGBA)
	for _, pixel := range []int{0, 4, 8} {
		if picture.Pix[pixel] != 0xff && picture.Pix[pixel] != 0x1B {
			t.Errorf("a pixel is neither dark nor light: %x", picture.Pix[pixel])
		}
	}
	tones := map[uint8]int{}
	for i := 0; i < len(picture.Pix); i += 4 {
		tones[picture.Pix[i]]++
	}
	if len(tones) != 2 || tones[0x1B] < 176*176/5 {
		t.Errorf("the code has the tones %v", tones)
	}
	code.SetText("")
	if code.modules != nil {
		t.Error("no text still is a code")
	}
	code.SetText(string(make([]byte, 5000)))
	if code.modules != nil {
		t.Error("a text that no code can hold is one")
	}
}

func TestIconsTakeTheirTone(t *testing.T) {
	red := IconResource("check", rgb(0xB3261E))
	if !bytes.Contains(red.Content(), []byte(`fill="#B3261E"`)) {
		t.Errorf("a red tick is %s", red.Content())
	}
	if IconResource("check", rgb(0xB3261E)) != red {
		t.Error("the same icon in the same tone is another resource")
	}
	if IconResource("check", rgb(0x1E7B4F)).Name() == red.Name() {
		t.Error("icons of two tones have one name and would share one picture")
	}
}

func TestProgressBar(t *testing.T) {
	program(t)
	bar := NewProgressBar(8)
	start(t, bar, fyne.NewSize(200, 24))
	full := func() fyne.CanvasObject { return test.WidgetRenderer(bar).Objects()[1] }
	for value, want := range map[float32]float32{0.5: 100, 1: 200, 1.7: 200, 0.01: 8} {
		bar.SetValue(value)
		if got := full().Size().Width; got != want || !full().Visible() {
			t.Errorf("at %v it is full to %v, not %v", value, got, want)
		}
	}
	bar.SetValue(-1)
	if full().Visible() {
		t.Error("an empty bar shows something")
	}
}

func TestDiscStates(t *testing.T) {
	program(t)
	disc := NewNumberCircle("2", 32)
	start(t, disc, fyne.NewSize(32, 32))
	disc.SetState(DoneNumber)
	objects := test.WidgetRenderer(disc).Objects()
	if objects[1].Visible() || !objects[2].Visible() {
		t.Error("a done item has no tick, or still its number")
	}
	disc.SetState(CurrentNumber)
	if !objects[1].Visible() || objects[2].Visible() || objects[0].(*canvas.Circle).FillColor != Tone(rgb(0xB3261E)) {
		t.Error("the current item is not a red disc with its number")
	}
}

func TestAgeTurnsGrey(t *testing.T) {
	program(t)
	age := NewAge("14 giây", Meta)
	start(t, Anchored(0, 0, age), fyne.NewSize(200, 40))
	fresh := age.MinSize().Width
	age.Set("14 giây", true)
	if !age.Stale() || age.MinSize().Width <= fresh {
		t.Error("an old age has no clock before it")
	}
	if tone := test.WidgetRenderer(age).Objects()[1].(*canvas.Text).Color; tone != Tone(rgb(0x5B6675)) {
		t.Errorf("an old age is %v", tone)
	}
}

func TestSplit(t *testing.T) {
	program(t)
	var told []float32
	split := NewSplit(SplitColumn{Content: NewPanel(White, nil), Width: 300, Least: 200}, SplitColumn{Content: NewPanel(Well, nil), Least: 400})
	split.OnResized = func(widths []float32) { told = widths }
	start(t, split, fyne.NewSize(1000, 400))
	drag := func(by float32) {
		split.bars[0].Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: by}})
		split.bars[0].DragEnd()
	}
	for _, c := range []struct{ by, want float32 }{{50, 350}, {-500, 200}, {2000, 600}} {
		drag(c.by)
		if fmt.Sprint(told) != fmt.Sprint([]float32{c.want, 0}) {
			t.Errorf("dragged by %v the widths are %v, not %v", c.by, told, c.want)
		}
	}
	split.Fixed()
	told = nil
	drag(-100)
	if told != nil || split.Widths()[0] != 600 {
		t.Error("a fixed line was dragged")
	}
}
