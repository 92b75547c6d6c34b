package station

import (
	"context"
	"reflect"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

var _ link.Watcher = (*Station)(nil)

// Changed is part of link.Watcher.
func (s *Station) Changed(audience change.Audience, changes []change.Change) {
	if err := s.seat.Changed(audience, changes); err != nil {
		// What this version cannot read is left out; the rest is shown.
		s.logger.Error("Changes not understood", "audience", audience, "error", err)
	}
	s.arrange()
	if changes == nil || slices.ContainsFunc(changes, func(c change.Change) bool { return c.TakenBack() && council.BearsBlobs(c.Kind) }) {
		select {
		case s.swept <- struct{}{}:
		default:
		}
	}
}

// Settled is part of link.Watcher.
func (s *Station) Settled(answer change.Answer) { s.seat.Settled(answer) }

// Present is part of link.Watcher.
func (s *Station) Present(here wire.Presence) {
	var reading council.ReadingProgress
	if now := here.Reading; now != nil {
		session, _ := people.SessionOf(change.Stream(now.Stream))
		reading = council.ReadingProgress{Session: session, Document: now.Document, Page: now.Page, Pages: now.Pages}
	}
	s.seat.Here(here.Devices, here.Owing, reading)
}

// Standing is part of link.Watcher.
func (s *Station) Standing(standing link.Standing) {
	s.mu.Lock()
	before := s.standing
	if standing.Room == "" {
		standing.Room, standing.Device = before.Room, before.Device
	}
	if standing.LastHeard.IsZero() {
		standing.LastHeard, standing.Lag = before.LastHeard, before.Lag
	}
	s.standing = standing
	online := standing.Phase == link.Online
	switch {
	case online:
		s.lost = time.Time{}
	case s.lost.IsZero():
		s.lost = time.Now()
	}
	s.stand()
	s.mu.Unlock()
	s.finder.SetConnected(online && !standing.Doubting)
	if online {
		s.also(standing.Servers)
	}
	if online != (before.Phase == link.Online) {
		s.keepHeard(standing)
		s.noteKeys()
	}
	if online && before.Phase != link.Online {
		s.fetcher.Hurry()
	}
}

// keepHeard notes on the disk how old everything is, for the next start without a room.
func (s *Station) keepHeard(standing link.Standing) {
	if standing.LastHeard.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := s.folder.put(ctx, keyHeard, heard{At: standing.LastHeard.UnixMilli(), Lag: standing.Lag})
	if err == nil {
		err = s.folder.put(ctx, keyRoom, [2]string{standing.Room, standing.Device})
	}
	if err != nil {
		s.logger.Warn("Time of last contact not kept", "error", err)
	}
}

// quietFor is how long a lost connection is not spoken of: most come back by themselves.
const quietFor = 3 * time.Second

// stand tells the seat how the device stands; s.mu is held.
func (s *Station) stand() {
	now := time.Now()
	var said people.Link
	switch phase := s.standing.Phase; {
	case phase == link.Online:
		said = people.Online
	case phase == link.Rejected:
		said = people.Rejected
	case phase == link.Waiting:
		said = people.Waiting
	case now.Sub(s.lost) < quietFor && s.standing.LastHeard.After(s.started):
		said = people.Online // it was a moment ago
	case now.Sub(s.started) < quietFor:
		said = people.Connecting
	default:
		said = people.Offline
	}
	if said != s.said {
		s.said, s.since = said, now
		if said == people.Offline && !s.lost.IsZero() {
			s.since = s.lost
		}
	}
	standing := people.Standing{
		Link: said, Since: s.since, LastContact: s.standing.LastHeard, Room: s.standing.Room, Device: s.standing.Device,
		Duty:   people.Duty(s.standing.Duty),
		Person: s.standing.Person, Lag: s.standing.Lag, Full: isFull(s.standing.StoreErr), Expired: s.expired && len(s.folder.keyring.keys()) == 0,
	}
	if !reflect.DeepEqual(standing, s.told) { // told every second otherwise
		s.told = standing
		s.seat.Stood(standing)
	}
}
