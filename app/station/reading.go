package station

import (
	"context"

	"congso.vn/congso/app/people"
)

// readingName is the name of what LoadReading gives among the sealed settings. On disk.
const readingName = "reading"

// LoadReading returns what was kept of where the holder was reading in a session's papers; nil where nothing was, or
// nothing that the keys of this device's holder open.
func (s *Station) LoadReading(ctx context.Context, session string) ([]byte, error) {
	kept, _, err := s.folder.store.SealedSetting(ctx, string(people.CouncilStream(session)), readingName)
	return kept, err
}

// SaveReading keeps it, sealed under the key of the session for its holder. It stays on the device when that is given
// back, unreadable until the same person holds it again.
func (s *Station) SaveReading(ctx context.Context, session string, kept []byte) error {
	return s.folder.store.SetSealedSetting(ctx, string(people.CouncilStream(session)), readingName, kept)
}
