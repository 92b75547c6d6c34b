package station

import (
	"context"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

var (
	_ link.SubjectsStore   = linkStore{}
	_ link.SubjectsWatcher = (*Station)(nil)
)

// Subjects is part of link.SubjectsStore.
func (s linkStore) Subjects(ctx context.Context, subjects wire.Subjects) error {
	return s.store.KeepSubjects(ctx, subjects.All, subjects.Keys, subjects.Forgotten)
}

// Subjects is part of link.SubjectsWatcher.
func (s *Station) Subjects(subjects wire.Subjects) {
	if err := s.seat.Subjects(subjects.All, subjects.Keys, subjects.Forgotten); err != nil {
		s.logger.Error("Personal fields not understood", "error", err)
	}
}

// forgetSubjects has the device forget all keys of subjects, where it may not see what is sealed under them
// any more.
func (s linkStore) forgetSubjects(ctx context.Context, audience change.Audience) error {
	if audience != people.ClerksOnly {
		return nil
	}
	if err := s.store.KeepSubjects(ctx, true, nil, nil); err != nil {
		return err
	}
	return s.seat.Subjects(true, nil, nil)
}
