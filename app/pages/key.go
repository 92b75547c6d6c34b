package pages

import (
	"fmt"
	"log/slog"
)

// Key is the password of a document. It is never printed: not in a log, not in an error.
type Key string

// Format prints whether there is one, whatever the verb.
func (k Key) Format(to fmt.State, _ rune) { fmt.Fprintf(to, "key given: %t", k != "") }

// LogValue is whether there is one.
func (k Key) LogValue() slog.Value { return slog.BoolValue(k != "") }

// given is the key as the renderer wants it, nil for none.
func (k Key) given() *string {
	if k == "" {
		return nil
	}
	text := string(k)
	return &text
}
