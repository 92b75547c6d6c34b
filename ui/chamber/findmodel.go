package chamber

import (
	"context"
	"strings"

	"congso.vn/congso/app/search"
)

// findModel finds words in the open paper alone: what is typed, where it stands, which place is chosen.
type findModel struct {
	setting *Setting
	paper   *paperModel
	errands *errands
	changed func()

	up    bool
	field bool // it is to get the keyboard
	typed string
	unset func() bool
	turn  int
	blob  string // of the paper that marks are of
	asked string // what marks answer
	marks paperMarks
	busy  bool
	index int
	goal  bool // the chosen place is to be brought on the screen
	from  func() int
}

// findValue is the bar over the pages while somebody finds words in them.
type findValue struct {
	Shown    bool
	Note     string
	Back, On bool
}

// open brings the bar up.
func (f *findModel) open() {
	f.up, f.field = true, true
	f.changed()
}

// close ends it: no marks stay.
func (f *findModel) close() {
	f.forget()
	f.changed()
}

// forget drops what was typed and found.
func (f *findModel) forget() {
	f.rest()
	f.turn++
	f.up, f.field, f.typed, f.asked, f.blob, f.marks, f.index, f.goal, f.busy = false, false, "", "", "", nil, 0, false, false
}

func (f *findModel) rest() {
	if f.unset != nil {
		f.unset()
		f.unset = nil
	}
}

// typing takes what stands in the field. It is looked for when the keys rest.
func (f *findModel) typing(text string) {
	text = strings.TrimSpace(text)
	if text == f.typed {
		return
	}
	f.typed = text
	f.rest()
	f.turn++
	f.busy = false
	turn := f.turn
	f.unset = f.setting.After(typingPause, func() {
		f.setting.Post(func() {
			if turn == f.turn {
				f.unset = nil
				f.changed()
			}
		})
	})
}

// value is the bar at a moment. It looks for what is typed, once the keys rest and the words are here.
func (f *findModel) value(m *moment) findValue {
	if !f.up {
		return findValue{}
	}
	value := findValue{Shown: true}
	blob := f.paper.blob
	if search.Parse(f.typed).Empty() || f.unset != nil {
		if f.typed == "" {
			f.marks, f.asked = nil, ""
		}
		return value
	}
	text, state := f.paper.text.of(blob)
	switch state {
	case textComing:
		value.Note = m.words.Say("chamber.find.coming")
		return value
	case textMissing:
		value.Note = m.words.Say("chamber.find.wordless")
		return value
	}
	if blob != f.blob || f.typed != f.asked {
		if !f.busy {
			f.busy = true
			turn, typed := f.turn, f.typed
			var marks paperMarks
			f.errands.run(func(context.Context) error { marks = marksIn(text, typed); return nil }, func(error) {
				if turn == f.turn {
					f.take(blob, typed, marks)
				}
			})
		}
		return value
	}
	count := f.marks.count()
	if count == 0 {
		value.Note = m.words.Say("chamber.find.none")
		return value
	}
	value.Note = m.words.Say("chamber.find.count", "place", f.index+1, "count", count)
	value.Back, value.On = f.index > 0, f.index < count-1
	return value
}

// take shows what was found, from the page on that is looked at.
func (f *findModel) take(blob, typed string, marks paperMarks) {
	f.busy = false
	f.blob, f.asked, f.marks, f.index = blob, typed, marks, 0
	here := f.from()
	for index := range marks.count() {
		if at, _ := marks.nth(index); at.Page >= here {
			f.index = index
			break
		}
	}
	f.goal = marks.count() > 0
	f.changed()
}

// walk goes to the next place, or the one before.
func (f *findModel) walk(by int) {
	if next := f.index + by; next >= 0 && next < f.marks.count() {
		f.index, f.goal = next, true
		f.changed()
	}
}

// marked is where a page answers, and which place is chosen; -1 for none.
func (f *findModel) marked(page int) (places []markPlace, chosen int) {
	if !f.up || f.blob != f.paper.blob {
		return nil, -1
	}
	at, ok := f.marks.nth(f.index)
	if !ok || at.Page != page {
		return f.marks[page].Places, -1
	}
	return f.marks[page].Places, at.Place
}

// bring shows the chosen place once.
func (f *findModel) bring(view *paperView) {
	if !f.up || !f.goal || !view.shows(f.paper.document) {
		return
	}
	f.goal = false
	if at, ok := f.marks.nth(f.index); ok {
		view.reveal(at.Page, f.marks[at.Page].Places[at.Place].around())
	}
}
