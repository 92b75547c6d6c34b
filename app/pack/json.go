package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxValues is more than a session of the largest size has.
const maxValues = 200_000

// spot is a value in a JSON text: the way to it, and where it begins.
type spot struct {
	way    []string
	offset int
}

// readJSON reads a JSON text whose numbers stay as written. Its faults have line and column.
func readJSON(data []byte, path string, found *notes) (any, bool) {
	wrong := func(code string, at int, details ...string) {
		fault := remark(code, path, details...)
		fault.Line, fault.Column = position(data, at)
		found.fault(fault)
	}
	if !utf8.Valid(data) {
		wrong(TextUnreadable, len(data)-len(afterText(data)))
		return nil, false
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		offset := len(data)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = int(syntax.Offset) - 1 // the letter at which it stopped
		}
		wrong(JSONBroken, offset)
		return nil, false
	}
	values, sound := 0, true
	survey(data, func(at spot, token json.Token) bool {
		if values++; values > maxValues {
			wrong(TooManyValues, at.offset, "limit", strconv.Itoa(maxValues))
			sound = false
		}
		if number, ok := token.(json.Number); ok && (len(number) > 18 || strings.ContainsAny(string(number), "eE")) {
			wrong(FieldType, at.offset, "want", "integer", "got", string(number[:min(len(number), 18)]))
			sound = false
		}
		return values <= maxValues
	}, func(at spot, name string) {
		wrong(JSONTwice, at.offset, "field", name)
		sound = false
	})
	if !sound {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil { // it was read whole above
		wrong(JSONBroken, int(decoder.InputOffset()))
		return nil, false
	}
	return value, true
}

// afterText returns what follows the part of the data that is UTF-8.
func afterText(data []byte) []byte {
	for len(data) > 0 {
		letter, size := utf8.DecodeRune(data)
		if letter == utf8.RuneError && size == 1 {
			break
		}
		data = data[size:]
	}
	return data
}

// survey visits every value of a sound JSON text in order, until visit says no; twice is told the
// names that an object has more than once.
func survey(data []byte, visit func(spot, json.Token) bool, twice func(at spot, name string)) {
	s := &surveyor{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), visit: visit, twice: twice}
	s.decoder.UseNumber()
	s.value(nil)
}

type surveyor struct {
	data    []byte
	decoder *json.Decoder
	visit   func(spot, json.Token) bool
	twice   func(spot, string)
}

// next returns the next token and where it begins.
func (s *surveyor) next() (json.Token, int, bool) {
	offset := int(s.decoder.InputOffset())
	for offset < len(s.data) && strings.IndexByte(" \t\r\n,:", s.data[offset]) >= 0 {
		offset++
	}
	token, err := s.decoder.Token()
	return token, offset, err == nil
}

func (s *surveyor) value(way []string) bool {
	token, offset, ok := s.next()
	if !ok || !s.visit(spot{way, offset}, token) {
		return false
	}
	switch token {
	case json.Delim('['):
		for i := 0; s.decoder.More(); i++ {
			if !s.value(append(way, strconv.Itoa(i))) {
				return false
			}
		}
	case json.Delim('{'):
		names := map[string]bool{}
		for s.decoder.More() {
			key, offset, ok := s.next()
			name, isName := key.(string)
			if !ok || !isName {
				return false
			}
			if names[name] {
				s.twice(spot{way, offset}, name)
			}
			names[name] = true
			if !s.value(append(way, name)) {
				return false
			}
		}
	default:
		return true
	}
	_, _, ok = s.next() // the closing one
	return ok
}
