package chamber

import (
	"fmt"

	"congso.vn/congso/app/council"
)

// loadState is how far a paper's bytes have come.
type loadState uint8

const (
	loadNone    loadState = iota // not here, and there is no way to fetch it now
	loadWaiting                  // in line
	loadRunning
	loadReady
	loadFault
	loadRemoved // it was here, and gave way to others on a full disk; it comes back when it is opened
)

// loadValue is a paper's download in words.
type loadValue struct {
	State loadState
	Text  string
	Share float32
}

func loadOf(m *moment, document council.Document, papers Papers) loadValue {
	state := papers.State(document.Blob)
	switch {
	case state.Have:
		text := m.words.Say("chamber.load.ready")
		if document.Pages > 0 {
			text = m.words.Say("chamber.load.pages", "count", document.Pages)
		}
		return loadValue{State: loadReady, Text: text, Share: 1}
	case state.Err != "":
		return loadValue{State: loadFault, Text: m.words.Say("chamber.load.fault")}
	case state.Removed:
		return loadValue{State: loadRemoved, Text: m.words.Say(pick(m.cut(), "chamber.load.removed.cut", "chamber.load.removed"))}
	case m.cut():
		return loadValue{State: loadNone, Text: m.words.Say("chamber.load.none")}
	case state.Received > 0 && document.Size > 0:
		share := min(float32(state.Received)/float32(document.Size), 0.99)
		return loadValue{State: loadRunning, Share: share, Text: m.words.Say("chamber.load.running", "percent", fmt.Sprintf("%.0f", share*100))}
	}
	return loadValue{State: loadWaiting, Text: m.words.Say("chamber.load.waiting")}
}
