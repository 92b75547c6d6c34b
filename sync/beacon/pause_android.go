package beacon

import (
	"errors"
	"io/fs"
	"time"
)

// pauseAfter returns how long to wait when the interfaces could not be listed. Android denies it
// to apps since version 11, for good: asking once a minute is enough to notice a kinder one.
func pauseAfter(err error) time.Duration {
	if errors.Is(err, fs.ErrPermission) {
		return time.Minute
	}
	return roundDisconnected
}
