package chamber

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/notebook"
)

// theCard and theSheet are those of some secret.
var theSecret = notes.Secret{1, 2, 3}

// locked is a tablet on which somebody signed in by code, with the sheet up that opens notes.
func locked(t *testing.T) (*bench, *Delegate, fyne.Window) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook.set(notes.Access{Known: true, Issued: true, Locked: 2})
	opened := func(string) error {
		b.notebook.set(notes.Access{Known: true, Issued: true, Open: true})
		return nil
	}
	b.notebook.open, b.notebook.bySheet = opened, opened
	b.notebook.recover = func(sheet, _ string) error { return opened(sheet) }
	screen, window := stand(t, b)
	screen.notes.opening.Open()
	b.settle()
	return b, screen, window
}

func overSays(t *testing.T, window fyne.Window, sentences ...string) {
	t.Helper()
	top := over(window)
	if top == nil {
		t.Fatal("nothing lies over the screen")
	}
	all := strings.Join(kittest.Texts(top), " ")
	for _, sentence := range sentences {
		if !strings.Contains(all, sentence) {
			t.Errorf("%q is not said in %q", sentence, all)
		}
	}
}

// A scanner types the card's text and ends with Enter; no field needs the keyboard.
func TestCardOpensNotes(t *testing.T) {
	b, screen, window := locked(t)
	overSays(t, window, "đăng nhập bằng mã số", "Còn 2 ghi chú đang khoá")
	for _, letter := range theSecret.Card() {
		window.Canvas().OnTypedRune()(letter)
	}
	kittest.Key(window, fyne.KeyReturn)
	b.loop.Until(t, "opened", func() bool { return !screen.notes.opening.Busy && screen.notes.opening.Said != "" })
	if got := b.notebook.cards; len(got) != 1 || got[0] != theSecret.Card() {
		t.Errorf("tried %q", got)
	}
	overSays(t, window, "Đã mở ghi chú của đại biểu.")
	screen.notes.opening.Close()
	b.settle()
	if over(window) != nil {
		t.Error("the sheet is still there")
	}
}

// What opens nothing says why, and the next try may begin.
func TestWhatOpensNothingSaysWhy(t *testing.T) {
	b, screen, window := locked(t)
	model := screen.notes.opening
	until := func(what string) {
		t.Helper()
		b.loop.Until(t, what, func() bool { return !model.Busy && model.Fault != "" })
	}
	model.Card("4006381333931")
	until("a barcode")
	overSays(t, window, "không phải mã trên thẻ đại biểu")
	b.notebook.open = func(string) error { return &people.Refusal{Code: "notes.card"} }
	model.Card(theSecret.Card())
	until("another's card")
	overSays(t, window, "Thẻ này không mở được ghi chú của người đang giữ máy")
	model.Choose(notebook.BySheet)
	sheet := theSecret.Sheet()
	b.notebook.bySheet = func(typed string) error {
		_, err := notes.ReadSheet(typed)
		return err
	}
	for typed, want := range map[string]string{
		"":              "28 chữ",
		sheet[:20]:      "đại biểu đã nhập 16 chữ",
		"O" + sheet[1:]: "Nhóm thứ 1",
		strings.Replace(sheet, sheet[5:7], sheet[6:7]+sheet[5:6], 1): "",
	} {
		model.Sheet(typed, "")
		b.loop.Until(t, typed, func() bool { return !model.Busy })
		if want != "" {
			overSays(t, window, want)
		}
	}
	b.notebook.bySheet = func(string) error { return errors.New("disk") }
	model.Sheet(sheet, "")
	until("a fault of the disk")
	if len(b.reported) != 1 {
		t.Error("not reported")
	}
	model.Sheet(sheet, "no card")
	until("no card")
	overSays(t, window, "không phải mã trên thẻ đại biểu")
}

// With a new card the sheet is for good; without the room it opens this tablet alone, and says so.
func TestSheetWithANewCard(t *testing.T) {
	b, screen, window := locked(t)
	model := screen.notes.opening
	model.Choose(notebook.BySheet)
	sheet := theSecret.Sheet()
	model.Sheet(strings.ToLower(strings.ReplaceAll(sheet, "-", " ")), "")
	b.loop.Until(t, "opened", func() bool { return model.Said != "" })
	overSays(t, window, "Đã mở ghi chú trên máy này bằng phiếu khôi phục")
	model.Sheet(sheet, theSecret.Card())
	b.loop.Until(t, "given to the card", func() bool { return strings.Contains(model.Said, "thẻ mới tự mở") })
	b.notebook.recover = func(string, string) error { return errors.Join(people.ErrOffline, errors.New("away")) }
	model.Sheet(sheet, theSecret.Card())
	b.loop.Until(t, "opened without the room", func() bool { return strings.Contains(model.Said, "Phòng họp chưa nối được") })
	if got := b.notebook.sheets; len(got) != 2 {
		t.Errorf("opened by sheet %d times", len(got))
	}
}

// Where a card would open nothing, none is asked for.
func TestNoLockNoCard(t *testing.T) {
	for _, one := range []struct {
		access notes.Access
		link   people.Link
		want   string
	}{
		{notes.Access{}, people.Online, "đang lấy khoá ghi chú"},
		{notes.Access{}, people.Offline, "có kết nối lại, máy tự lấy"},
		{notes.Access{Known: true}, people.Online, "chưa được cấp thẻ"},
		{notes.Access{Known: true, Issued: true, Open: true}, people.Offline, "đang mở trên máy này"},
	} {
		b := newBench(t, sitting(t).state, at(9, 26, 0))
		b.notebook.set(one.access)
		b.standing.Link, b.standing.Since = one.link, at(9, 0, 0)
		screen, window := stand(t, b)
		screen.notes.opening.Open()
		b.settle()
		overSays(t, window, one.want)
		if kittest.HasButton(over(window), "Mở ghi chú") {
			t.Errorf("%+v: a card is asked for", one)
		}
		screen.Stop()
	}
}

// What one person's card brings is not told to the next one, and a vote takes the screen.
func TestSheetIsItsPersons(t *testing.T) {
	b, screen, window := locked(t)
	wait := make(chan struct{})
	b.notebook.open = func(string) error { <-wait; return nil }
	screen.notes.opening.Card(theSecret.Card())
	b.turn(func() { b.standing.Person = "p2" })
	close(wait)
	b.settle()
	if screen.notes.opening.Up || screen.notes.opening.Said != "" || over(window) != nil {
		t.Error("the sheet is up for another person")
	}
}
