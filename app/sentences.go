package app

import (
	"strings"

	"congso.vn/congso/app/pack"
	"congso.vn/congso/assets"
)

// sentences is an error that is said in several sentences, each a line.
type sentences struct {
	lines []string
	err   error
}

// Error is for logs.
func (s *sentences) Error() string { return s.err.Error() + ": " + strings.Join(s.lines, " ") }

// Unwrap gives the cause.
func (s *sentences) Unwrap() error { return s.err }

// Sentences are what people read.
func (s *sentences) Sentences() []string { return s.lines }

// say returns an error that is said by one sentence.
func say(words *assets.Words, err error, key string, pairs ...any) error {
	return &sentences{lines: []string{words.Say(key, pairs...)}, err: err}
}

// remarks puts the remarks on a session pack into words.
func remarks(words *assets.Words, all []pack.Remark) []string {
	lines := make([]string, 0, len(all))
	for _, remark := range all {
		lines = append(lines, remark.Say(words.Say))
	}
	return lines
}
