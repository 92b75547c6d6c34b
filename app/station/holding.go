package station

import (
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

var _ link.HoldingsWatcher = (*Station)(nil)

// Held is part of link.HoldingsWatcher.
func (s *Station) Held(holdings wire.Holdings) {
	devices := make(map[string]people.PaperCount, len(holdings.Devices))
	for device, h := range holdings.Devices {
		devices[device] = people.PaperCount{Session: h.Session, Have: h.Have, Want: h.Want, Bytes: h.Bytes, Total: h.Total, At: time.UnixMilli(h.At)}
	}
	s.seat.Held(devices, holdings.All)
}

// report tells the room how much of the papers of the session on the screen is here.
func (s *Station) report() {
	session := s.seat.Session()
	if !session.Exists() || !s.fetches() {
		return
	}
	said := wire.Holding{Session: session.Session.ID}
	counted := map[string]bool{}
	for _, document := range session.Documents {
		if document.Withdrawn || counted[document.Blob] {
			continue
		}
		counted[document.Blob] = true
		said.Want++
		said.Total += document.Size
		state := s.fetcher.State(document.Blob)
		if s.bundled.Load() {
			k := s.stockOf(document.Blob)
			state = link.Fetched{Have: k.whole()}
			if k.pages > 0 {
				state.Received = document.Size * int64(k.here) / int64(k.pages)
			}
		}
		if state.Have {
			said.Have++
			said.Bytes += document.Size
		} else {
			said.Bytes += min(state.Received, document.Size)
		}
	}
	s.link.Hold(said)
}

// fetches reports whether papers are brought to this device.
func (s *Station) fetches() bool {
	return people.May(s.mode, people.OpenPapers) && s.mode != people.ClerkMode
}
