package pageview

import (
	"fmt"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
)

// LoadState is how far a paper's bytes have come.
type LoadState uint8

// How far bytes may have come.
const (
	LoadNone    LoadState = iota // not here, and there is no way to fetch it now
	LoadWaiting                  // in line
	LoadRunning
	LoadReady
	LoadFault
	LoadRemoved // it was here, and gave way to others on a full disk; it comes back when it is opened
)

// LoadValue is a paper's download in words.
type LoadValue struct {
	State LoadState
	Text  string
	Share float32
}

// LoadOf says how far the bytes of a document have come.
func LoadOf(m *frame.Moment, document council.Document, papers Papers) LoadValue {
	state := papers.State(document.Blob)
	switch {
	case state.Have:
		text := m.Words.Say("chamber.load.ready")
		if document.Pages > 0 {
			text = m.Words.Say("chamber.load.pages", "count", document.Pages)
		}
		return LoadValue{State: LoadReady, Text: text, Share: 1}
	case state.Err != "":
		return LoadValue{State: LoadFault, Text: m.Words.Say("chamber.load.fault")}
	case state.Removed:
		return LoadValue{State: LoadRemoved, Text: m.Words.Say(frame.Pick(m.Cut(), "chamber.load.removed.cut", "chamber.load.removed"))}
	case m.Cut():
		return LoadValue{State: LoadNone, Text: m.Words.Say("chamber.load.none")}
	case state.Received > 0 && document.Size > 0:
		share := min(float32(state.Received)/float32(document.Size), 0.99)
		return LoadValue{State: LoadRunning, Share: share, Text: m.Words.Say("chamber.load.running", "percent", fmt.Sprintf("%.0f", share*100))}
	}
	return LoadValue{State: LoadWaiting, Text: m.Words.Say("chamber.load.waiting")}
}
