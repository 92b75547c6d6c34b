package pageview

import (
	"context"
	"time"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
)

// Searches looks for words in agendas and papers on this device, with the room and without it. Both methods
// may take a while and are called from goroutines of their own, with a context that the next key ends.
type Searches interface {
	Find(ctx context.Context, typed string) (search.Results, error)
	// Words is what a paper says, false where that is not here.
	Words(ctx context.Context, blob string) (papertext.Text, bool, error)
}

// How words are looked for.
const (
	TypingPause = 120 * time.Millisecond // after a key, before it is looked
	LookAgain   = 2 * time.Second        // while papers are being read, or the session goes on
)
