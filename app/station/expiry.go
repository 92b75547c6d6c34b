package station

import (
	"context"
	"time"

	"congso.vn/congso/sync/link"
)

// How often it is looked whether the keys have to go, and written down what time it is.
const (
	lookAtKeys = time.Second
	noteTime   = time.Hour
)

// guard drops the keys when the room was not heard for long, until ctx ends.
func (s *Station) guard(ctx context.Context) error {
	tick := time.NewTicker(lookAtKeys)
	defer tick.Stop()
	looked, noted := time.Now(), time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now := time.Now()
		s.watchKeys(now.Sub(looked))
		if looked = now; now.Sub(noted) >= noteTime {
			noted = now
			s.noteKeys()
		}
	}
}

// watchKeys drops the keys when they are here for too long. While the room is there it is heard all the time.
func (s *Station) watchKeys(ran time.Duration) {
	if !s.folder.keyring.look(s.now(), ran) || s.connected() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.folder.put(ctx, keyExpired, true); err != nil {
		s.logger.Warn("Expiry not kept", "error", err) // the keys go all the same
	}
	s.logger.Info("Keys expired: the room was not heard for long")
	s.mu.Lock()
	s.expired = true
	s.mu.Unlock()
	s.link.Expire()
}

func (s *Station) connected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.standing.Phase == link.Online
}

// noteKeys writes down when the room was heard, or what time it is without it.
func (s *Station) noteKeys() {
	err := s.folder.keyring.note()
	if s.connected() {
		err = s.folder.keyring.hear(s.now())
	}
	if err != nil {
		s.logger.Warn("Time of last contact not kept", "error", err)
	}
}
