package reader

import (
	"context"
	"fmt"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
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
	setting *frame.Setting
	Speaker Speaker // nil: this device cannot
	paper   *Model
	errands *frame.Errands
	changed func()
	Went    func(page int)

	On, playing bool
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

// Ready tells whether this device can read aloud.
func (a *aloudModel) Ready() bool { return a.Speaker != nil && a.Speaker.Ready() }

// Open begins with a page.
func (a *aloudModel) Open(page int) {
	a.Stop()
	a.On, a.playing, a.blob, a.page, a.cut, a.next, a.fault = true, true, a.paper.Blob, page, -1, 0, ""
	a.changed()
}

// Stop ends it.
func (a *aloudModel) Stop() {
	a.hush()
	a.On, a.playing, a.sentences = false, false, nil
}

// Close is stop, shown.
func (a *aloudModel) Close() {
	a.Stop()
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

// Pause holds it, or goes on.
func (a *aloudModel) Pause() {
	if a.playing = !a.playing; !a.playing {
		a.hush()
	}
	a.fault = ""
	a.changed()
}

// Value is the bar at a moment. It says what is to be said next.
func (a *aloudModel) Value(m *frame.Moment, paper Value) aloudValue {
	if a.On && (a.blob != a.paper.Blob || paper.Stage != pageview.PaperOpen) {
		a.Stop() // another paper is looked at
	}
	if !a.On {
		return aloudValue{}
	}
	text, state := a.paper.Text.Of(a.blob)
	if state == pageview.TextHere && a.playing && a.cancel == nil {
		a.say(text)
	}
	if !a.On {
		return aloudValue{}
	}
	label := paper.Contents.Label(a.page)
	if label == "" {
		label = fmt.Sprint(a.page + 1)
	}
	value := aloudValue{Shown: true, Playing: a.playing, Text: m.Words.Say(frame.Pick(a.playing, "chamber.aloud.page", "chamber.aloud.paused"), "label", label)}
	switch {
	case a.fault != "":
		value.Text, value.Sentence = m.Words.Say("chamber.aloud.failed"), a.fault
	case state != pageview.TextHere:
		value.Sentence = m.Words.Say(frame.Pick(state == pageview.TextComing, "chamber.find.coming", "chamber.ways.wordless"))
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
			a.Stop()
			return
		}
		if a.cut >= 0 {
			a.Went(a.page)
		}
		a.sentences, a.cut, a.next = sentencesOf(text.Pages[a.page]), a.page, 0
	}
	within, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	turn, sentence := a.turn, a.sentences[a.next]
	a.errands.Run(func(ctx context.Context) error {
		defer context.AfterFunc(ctx, cancel)()
		return a.Speaker.Speak(within, sentence)
	}, func(err error) {
		if turn != a.turn {
			return // paused or stopped meanwhile
		}
		cancel()
		a.cancel = nil
		if err != nil {
			a.playing, a.fault = false, a.setting.Sentence(err)
		} else {
			a.next++
		}
		a.changed()
	})
}
