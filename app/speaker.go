package app

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"congso.vn/congso/ui/reader"
)

// speaker reads aloud by espeak-ng, where that is installed: a process for each sentence, which is ended when nobody
// listens any more.
type speaker struct{ program string }

var _ reader.Speaker = speaker{}

// newSpeaker looks for the program once.
func newSpeaker() speaker {
	program, err := exec.LookPath("espeak-ng")
	if err != nil {
		return speaker{}
	}
	return speaker{program}
}

// Ready is part of reader.Speaker.
func (s speaker) Ready() bool { return s.program != "" }

// longestSpeech is how long one sentence may take: who cannot play sound must not be waited for.
const longestSpeech = 2 * time.Minute

// Speak is part of reader.Speaker. The sentence goes in by the standard input: nothing in it is an option.
func (s speaker) Speak(ctx context.Context, sentence string) error {
	if !s.Ready() {
		return errors.New("app: espeak-ng is not installed")
	}
	ctx, cancel := context.WithTimeout(ctx, longestSpeech)
	defer cancel()
	command := exec.CommandContext(ctx, s.program, "-v", "vi", "-s", "150", "--stdin")
	command.Stdin = strings.NewReader(sentence)
	command.WaitDelay = time.Second
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("app: espeak-ng: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}
