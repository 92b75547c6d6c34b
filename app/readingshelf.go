package app

import (
	"context"
	"encoding/json"
	"fmt"

	"congso.vn/congso/app/station"
	"congso.vn/congso/ui/reader"
)

// readingShelf gives what the station keeps of a person's reading the form that the delegate's screen declares.
type readingShelf struct{ station *station.Station }

var _ reader.ReadingShelf = readingShelf{}

// mostReading bounds what is kept of one session, in bytes.
const mostReading = 4 << 20

func (r readingShelf) LoadReading(ctx context.Context, session string) (reader.Reading, error) {
	var reading reader.Reading
	kept, err := r.station.LoadReading(ctx, session)
	if err != nil || kept == nil {
		return reading, err
	}
	if err := json.Unmarshal(kept, &reading); err != nil {
		return reader.Reading{}, fmt.Errorf("app: what was kept of a person's reading: %w", err)
	}
	return reading, nil
}

func (r readingShelf) SaveReading(ctx context.Context, session string, reading reader.Reading) error {
	kept, err := json.Marshal(reading)
	if err != nil {
		return fmt.Errorf("app: keep reading: %w", err)
	}
	if len(kept) > mostReading {
		return fmt.Errorf("app: keep reading: %d bytes", len(kept))
	}
	return r.station.SaveReading(ctx, session, kept)
}
