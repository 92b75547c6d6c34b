//go:build !android

package beacon

import "time"

// pauseAfter returns how long to wait when the interfaces could not be listed.
func pauseAfter(error) time.Duration { return roundDisconnected }
