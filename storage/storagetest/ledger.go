// Package storagetest is the suite that every store must pass, and a ledger that makes entries as
// the room server makes them.
package storagetest

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

// Ledger numbers drafts as the sequencer of a room does, so that a store gets what it will get.
type Ledger struct {
	Epoch     uint32
	Clock     int64 // milliseconds since 1970, of the next entry
	Streams   map[change.Stream]change.Head
	Audiences map[change.Audience]change.Cursor
}

// NewLedger returns a ledger that begins, of epoch 1.
func NewLedger() *Ledger {
	return &Ledger{Epoch: 1, Clock: 1_770_000_000_000, Streams: map[change.Stream]change.Head{}, Audiences: map[change.Audience]change.Cursor{}}
}

// Write numbers drafts and returns the entries.
func (l *Ledger) Write(drafts ...change.Draft) []change.Entry {
	entries := make([]change.Entry, 0, len(drafts))
	for _, draft := range drafts {
		c, head := l.Streams[draft.Stream].Append(draft, l.Epoch, l.Clock)
		cursor := l.Audiences[draft.Audience].Next(c)
		l.Streams[draft.Stream], l.Audiences[draft.Audience] = head, cursor
		l.Clock++
		entries = append(entries, change.Entry{Change: c, Place: cursor.Place, Running: cursor.Running})
	}
	return entries
}

// Fact is a draft of something small in the session s1.
func Fact(audience change.Audience, kind, key, text string) change.Draft {
	body, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return change.Draft{Stream: "council/s1", Kind: kind, Audience: audience, Key: key, Body: body}
}

// Gone is a draft that takes a fact of the session s1 back.
func Gone(audience change.Audience, kind, key string) change.Draft {
	return change.Draft{Stream: "council/s1", Kind: kind, Audience: audience, Key: key}
}

// Paper is a draft of a document of the session s1 whose bytes have this hash.
func Paper(audience change.Audience, id, hash string, withdrawn bool) change.Draft {
	body, err := json.Marshal(council.Document{ID: id, Title: id, Audience: audience, Revision: 1, Blob: hash, Withdrawn: withdrawn})
	if err != nil {
		panic(err) // a plain struct is always JSON
	}
	return change.Draft{Stream: "council/s1", Kind: council.DocumentKind, Audience: audience, Key: id, Body: body}
}

// HashOf returns the name under which bytes are kept.
func HashOf(data []byte) string {
	sum := blake3.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Changes returns the changes of entries.
func Changes(entries []change.Entry) []change.Change {
	changes := make([]change.Change, len(entries))
	for i, e := range entries {
		changes[i] = e.Change
	}
	return changes
}

// same compares by what is printed: values here hold no pointers but bodies, and those are bytes.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want)
	if g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func have[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		must(t, err)
		return value
	}
}

type ctx = context.Context

var background = context.Background()
