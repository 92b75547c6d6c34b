package chamber

import (
	"slices"
	"testing"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/writing"
)

// places are the layers in which each mark of the first page stands, in the order of writing.
func (p *pen) places() [][]string {
	var all [][]string
	for _, entry := range p.notes.on(0) {
		all = append(all, entry.Places)
	}
	return all
}

func sameLayers(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal[[]string]) }

// What is written is nobody else's business until its writer says so, on this paper and until another is opened.
func TestSharingIsAnAct(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.5, 0.2})
	p.still()
	kittest.Tap(t, p.win.Content(), "Thêm")
	p.settle()
	kittest.Tap(t, over(p.win), "Chỉ mình tôi")
	p.settle()
	kittest.Tap(t, over(p.win), "Cả kỳ họp")
	p.settle()
	p.line(0, [2]float32{0.2, 0.3}, [2]float32{0.5, 0.3})
	p.still()
	p.screen.write.Share(notes.With("p2"))
	p.settle()
	if !p.shows("Đang viết cho " + names[1] + " cùng xem") {
		t.Error("it is not said with whom it is shared")
	}
	p.line(0, [2]float32{0.2, 0.4}, [2]float32{0.5, 0.4})
	p.still()
	want := [][]string{{notes.Own}, {notes.All}, {notes.Own, notes.With("p2")}}
	if got := p.places(); !sameLayers(got, want) {
		t.Errorf("it stands in %v, want %v", got, want)
	}
	// One act is one step back, in every layer.
	p.screen.write.Undo()
	p.still()
	if got := p.places(); !sameLayers(got, want[:2]) {
		t.Errorf("after an undo it stands in %v", got)
	}
	p.screen.agenda.ChoosePaper("d2")
	p.screen.heart.Beat()
	p.settle()
	if share := p.screen.write.Sharing; share.Place != notes.Own {
		t.Errorf("another paper is shared as %q", share.Place)
	}
}

// What was written is shown to others afterwards, and to nobody any more; what is moved stays where it is shown.
func TestSharingWhatWasWritten(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.PenTool)
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.5, 0.2})
	p.still()
	lasso := func() {
		t.Helper()
		p.screen.write.Choose(writing.LassoTool)
		p.line(0, [2]float32{0.1, 0.15}, [2]float32{0.6, 0.15}, [2]float32{0.6, 0.3}, [2]float32{0.1, 0.3})
		p.still()
		if len(p.screen.write.Chosen.Marks) != 1 {
			t.Fatalf("%d marks are chosen", len(p.screen.write.Chosen.Marks))
		}
	}
	lasso()
	p.screen.write.ShareChosen(notes.All)
	p.still()
	if got := p.places(); !sameLayers(got, [][]string{{notes.All}}) {
		t.Fatalf("shown to all it stands in %v", got)
	}
	p.screen.write.Recolour(writing.PenColours[1].Colour)
	p.still()
	if got := p.places(); !sameLayers(got, [][]string{{notes.All}}) {
		t.Errorf("in another colour it stands in %v", got)
	}
	p.screen.write.ShareChosen(notes.Own)
	p.still()
	p.screen.write.ShareChosen(notes.All) // once more, though it was taken out of that layer
	p.still()
	if got := p.places(); !sameLayers(got, [][]string{{notes.All}}) {
		t.Errorf("shown to all once more it stands in %v", got)
	}
	before := len(p.notes.writes)
	p.screen.write.ShareChosen(notes.All)
	p.still()
	if len(p.notes.writes) != before {
		t.Error("what is shown already is written anew")
	}
	p.screen.write.Discard()
	p.still()
	if got := p.places(); len(got) != 0 {
		t.Errorf("taken away it stands in %v", got)
	}
}

// What others share can be put out of sight, and is told by name.
func TestOthersAreHiddenAndNamed(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.PenTool)
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.5, 0.2})
	p.still()
	at := p.notes.NoteMoment()
	theirs := notes.Mark{ID: p.notes.newID(), Kind: notes.Stamped, Stamp: notes.Agree, Anchor: notes.Anchor{Blob: "blobd1", Quads: onePlace(0.5, 0.5)}, At: at}
	p.turn(func() {
		p.notes.elsewhere("p2", notes.All, notes.Edit{ID: p.notes.newID(), At: at, Adds: []notes.Mark{theirs}})
	})
	p.still()
	if got := p.screen.sharersOf(0); got != names[1] {
		t.Errorf("%q share something", got)
	}
	if got := len(p.screen.write.Pages.On(0)); got != 2 {
		t.Fatalf("%d marks are shown", got)
	}
	p.screen.write.ShowOthers(false)
	p.still()
	if on := p.screen.write.Pages.On(0); len(on) != 1 || on[0].Author != me {
		t.Errorf("hidden, %d marks are shown", len(on))
	}
	p.screen.write.ShowOthers(true)
	p.still()
	if got := len(p.screen.write.Pages.On(0)); got != 2 {
		t.Errorf("shown again, %d marks are", got)
	}
}
