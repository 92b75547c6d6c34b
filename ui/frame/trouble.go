package frame

import (
	"errors"

	"congso.vn/congso/app/people"
)

// Sentence says an error in words for people. What nobody foresaw is reported to the log and shown
// with its id.
func (s *Setting) Sentence(err error) string {
	var refusal *people.Refusal
	switch {
	case errors.As(err, &refusal):
		return s.Words.Say("refusal." + refusal.Code)
	case errors.Is(err, people.ErrQueued):
		return s.Words.Say("chamber.trouble.queued")
	case errors.Is(err, people.ErrOffline):
		return s.Words.Say("chamber.trouble.offline")
	}
	return s.Words.Say("error.system", "log", s.Report(err))
}
