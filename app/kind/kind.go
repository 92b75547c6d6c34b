// Package kind is the generic kinds of data that features stand on: a set of immutable pieces, a lease,
// a request that expires, and a leased block of numbers. Each is the state that a log adds up to, and the
// rule by which the room server judges commands about it; what a device does on its own while no server is
// reached stands beside it. A feature gives a kind its names, its audiences and who may do what.
//
// All of it is pure: time and ids arrive as parameters, and Judge of what is logged changes nothing. No
// value is safe for concurrent use.
package kind

import (
	"encoding/json"
	"strings"

	"congso.vn/congso/app/change"
)

// longest is the longest name of an owner, a place, a subject, a service, in bytes.
const longest = 100

// isName reports whether text may be a part of a fact's key: parts are put together with a slash.
func isName(text string) bool {
	return text != "" && len(text) <= longest && !strings.Contains(text, "/")
}

// isOrdered reports whether text is an id that sorts by the time it was made: a UUIDv7 in small letters.
func isOrdered(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return text[14] == '7' && strings.IndexByte("89ab", text[19]) >= 0
}

func draft(stream change.Stream, kind string, audience change.Audience, key string, body any) change.Draft {
	return change.Draft{Stream: stream, Kind: kind, Audience: audience, Key: key, Body: encode(body)}
}

func encode(body any) json.RawMessage {
	data, err := json.Marshal(body)
	if err != nil { // only a fault of the program: every body is a plain struct
		panic("kind: " + err.Error())
	}
	return data
}

// verdict gives an answer its command's id; only what is accepted is written.
func verdict(command change.Command, drafts []change.Draft, answer change.Answer) ([]change.Draft, change.Answer) {
	answer.ID = command.ID
	if answer.Outcome != change.Accepted {
		return nil, answer
	}
	return drafts, answer
}

// again answers what is so already.
func again() change.Answer { return change.Answer{Outcome: change.Duplicate} }
