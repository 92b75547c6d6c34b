package change

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
)

// Keys (chìa khoá) are the keys under which a device keeps what it holds of each place. They travel and
// are kept, and are never printed: not in a log, not in an error.
type Keys map[string][]byte

// Equal reports whether both are the same keys of the same places.
func (k Keys) Equal(other Keys) bool { return maps.EqualFunc(k, other, bytes.Equal) }

// Format prints how many there are, whatever the verb.
func (k Keys) Format(to fmt.State, _ rune) { fmt.Fprintf(to, "%d keys", len(k)) }

// LogValue is how many there are.
func (k Keys) LogValue() slog.Value { return slog.IntValue(len(k)) }
