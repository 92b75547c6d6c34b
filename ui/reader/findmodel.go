package reader

import (
	"context"
	"strings"

	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// findModel finds words in the open paper alone: what is typed, where it stands, which place is chosen.
type findModel struct {
	setting *frame.Setting
	paper   *Model
	errands *frame.Errands
	changed func()

	Up    bool
	Field bool // it is to get the keyboard
	typed string
	unset func() bool
	turn  int
	Blob  string // of the paper that marks are of
	asked string // what marks answer
	Marks pageview.PaperMarks
	busy  bool
	index int
	goal  bool // the chosen place is to be brought on the screen
	From  func() int
}

// findValue is the bar over the pages while somebody finds words in them.
type findValue struct {
	Shown    bool
	Note     string
	Back, On bool
}

// Open brings the bar up.
func (f *findModel) Open() {
	f.Up, f.Field = true, true
	f.changed()
}

// Close ends it: no marks stay.
func (f *findModel) Close() {
	f.Forget()
	f.changed()
}

// Forget drops what was typed and found.
func (f *findModel) Forget() {
	f.Rest()
	f.turn++
	f.Up, f.Field, f.typed, f.asked, f.Blob, f.Marks, f.index, f.goal, f.busy = false, false, "", "", "", nil, 0, false, false
}

// Rest gives up what is under way.
func (f *findModel) Rest() {
	if f.unset != nil {
		f.unset()
		f.unset = nil
	}
}

// Typing takes what stands in the field. It is looked for when the keys rest.
func (f *findModel) Typing(text string) {
	text = strings.TrimSpace(text)
	if text == f.typed {
		return
	}
	f.typed = text
	f.Rest()
	f.turn++
	f.busy = false
	turn := f.turn
	f.unset = f.setting.After(pageview.TypingPause, func() {
		f.setting.Post(func() {
			if turn == f.turn {
				f.unset = nil
				f.changed()
			}
		})
	})
}

// Value is the bar at a moment. It looks for what is typed, once the keys rest and the words are here.
func (f *findModel) Value(m *frame.Moment) findValue {
	if !f.Up {
		return findValue{}
	}
	value := findValue{Shown: true}
	blob := f.paper.Blob
	if search.Parse(f.typed).Empty() || f.unset != nil {
		if f.typed == "" {
			f.Marks, f.asked = nil, ""
		}
		return value
	}
	text, state := f.paper.Text.Of(blob)
	switch state {
	case pageview.TextComing:
		value.Note = m.Words.Say("chamber.find.coming")
		return value
	case pageview.TextMissing:
		value.Note = m.Words.Say("chamber.find.wordless")
		return value
	}
	if blob != f.Blob || f.typed != f.asked {
		if !f.busy {
			f.busy = true
			turn, typed := f.turn, f.typed
			var marks pageview.PaperMarks
			f.errands.Run(func(context.Context) error { marks = pageview.MarksIn(text, typed); return nil }, func(error) {
				if turn == f.turn {
					f.take(blob, typed, marks)
				}
			})
		}
		return value
	}
	count := f.Marks.Count()
	if count == 0 {
		value.Note = m.Words.Say("chamber.find.none")
		return value
	}
	value.Note = m.Words.Say("chamber.find.count", "place", f.index+1, "count", count)
	value.Back, value.On = f.index > 0, f.index < count-1
	return value
}

// take shows what was found, from the page on that is looked at.
func (f *findModel) take(blob, typed string, marks pageview.PaperMarks) {
	f.busy = false
	f.Blob, f.asked, f.Marks, f.index = blob, typed, marks, 0
	here := f.From()
	for index := range marks.Count() {
		if at, _ := marks.Nth(index); at.Page >= here {
			f.index = index
			break
		}
	}
	f.goal = marks.Count() > 0
	f.changed()
}

// Walk goes to the next place, or the one before.
func (f *findModel) Walk(by int) {
	if next := f.index + by; next >= 0 && next < f.Marks.Count() {
		f.index, f.goal = next, true
		f.changed()
	}
}

// Marked is where a page answers, and which place is chosen; -1 for none.
func (f *findModel) Marked(page int) (places []pageview.MarkPlace, chosen int) {
	if !f.Up || f.Blob != f.paper.Blob {
		return nil, -1
	}
	at, ok := f.Marks.Nth(f.index)
	if !ok || at.Page != page {
		return f.Marks[page].Places, -1
	}
	return f.Marks[page].Places, at.Place
}

// Bring shows the chosen place once.
func (f *findModel) Bring(view *View) {
	if !f.Up || !f.goal || !view.Shows(f.paper.Document) {
		return
	}
	f.goal = false
	if at, ok := f.Marks.Nth(f.index); ok {
		view.Reveal(at.Page, f.Marks[at.Page].Places[at.Place].Around())
	}
}
