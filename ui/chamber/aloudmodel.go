package chamber

import (
	"context"
	"fmt"

	"congso.vn/congso/app/papertext"
)

// Speaker reads aloud.
type Speaker interface {
	// Ready tells whether this device can. It answers at once.
	Ready() bool
	// Speak says a sentence and returns when it was said, or soon after ctx ends. It is called from a goroutine of
	// its own.
	Speak(ctx context.Context, sentence string) error
}

// aloudModel reads the open paper aloud, sentence by sentence.
type aloudModel struct {
	setting *Setting
	speaker Speaker // nil: this device cannot
	paper   *paperModel
	errands *errands
	changed func()
	went    func(page int)

	on, playing bool
	blob        string
	page        int
	cut         int // the page that sentences are of, -1: none
	sentences   []string
	next        int
	cancel      context.CancelFunc
	fault       string
	turn        int
}

// aloudValue is the bar under the pages while it reads.
type aloudValue struct {
	Shown, Playing bool
	Text, Sentence string
}

// ready tells whether this device can read aloud.
func (a *aloudModel) ready() bool { return a.speaker != nil && a.speaker.Ready() }

// open begins with a page.
func (a *aloudModel) open(page int) {
	a.stop()
	a.on, a.playing, a.blob, a.page, a.cut, a.next, a.fault = true, true, a.paper.blob, page, -1, 0, ""
	a.changed()
}

// stop ends it.
func (a *aloudModel) stop() {
	a.hush()
	a.on, a.playing, a.sentences = false, false, nil
}

// close is stop, shown.
func (a *aloudModel) close() {
	a.stop()
	a.changed()
}

// hush ends the sentence that is said now; it is said again from its beginning.
func (a *aloudModel) hush() {
	a.turn++
	if a.cancel != nil {
		a.cancel()
		a.cancel = nil
	}
}

// pause holds it, or goes on.
func (a *aloudModel) pause() {
	if a.playing = !a.playing; !a.playing {
		a.hush()
	}
	a.fault = ""
	a.changed()
}

// value is the bar at a moment. It says what is to be said next.
func (a *aloudModel) value(m *moment, paper paperValue) aloudValue {
	if a.on && (a.blob != a.paper.blob || paper.Stage != paperOpen) {
		a.stop() // another paper is looked at
	}
	if !a.on {
		return aloudValue{}
	}
	text, state := a.paper.text.of(a.blob)
	if state == textHere && a.playing && a.cancel == nil {
		a.say(text)
	}
	if !a.on {
		return aloudValue{}
	}
	label := paper.Contents.label(a.page)
	if label == "" {
		label = fmt.Sprint(a.page + 1)
	}
	value := aloudValue{Shown: true, Playing: a.playing, Text: m.words.Say(pick(a.playing, "chamber.aloud.page", "chamber.aloud.paused"), "label", label)}
	switch {
	case a.fault != "":
		value.Text, value.Sentence = m.words.Say("chamber.aloud.failed"), a.fault
	case state != textHere:
		value.Sentence = m.words.Say(pick(state == textComing, "chamber.find.coming", "chamber.ways.wordless"))
	case a.cut == a.page && a.next < len(a.sentences):
		value.Sentence = a.sentences[a.next]
	}
	return value
}

// say says the next sentence; behind the last one of the paper it ends.
func (a *aloudModel) say(text papertext.Text) {
	for a.cut != a.page || a.next >= len(a.sentences) {
		if a.cut == a.page {
			a.page++
		}
		if a.page >= len(text.Pages) {
			a.stop()
			return
		}
		if a.cut >= 0 {
			a.went(a.page)
		}
		a.sentences, a.cut, a.next = sentencesOf(text.Pages[a.page]), a.page, 0
	}
	within, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	turn, sentence := a.turn, a.sentences[a.next]
	a.errands.run(func(ctx context.Context) error {
		defer context.AfterFunc(ctx, cancel)()
		return a.speaker.Speak(within, sentence)
	}, func(err error) {
		if turn != a.turn {
			return // paused or stopped meanwhile
		}
		cancel()
		a.cancel = nil
		if err != nil {
			a.playing, a.fault = false, a.setting.sentence(err)
		} else {
			a.next++
		}
		a.changed()
	})
}
