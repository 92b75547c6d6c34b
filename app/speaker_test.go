package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// program puts a program in the place of espeak-ng.
func program(t *testing.T, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program in its place is a script of a shell")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "espeak-ng"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestSpeakerIsGivenTheSentenceAlone(t *testing.T) {
	said := filepath.Join(t.TempDir(), "said")
	program(t, `printf '%s\n' "$@" > '`+said+`'; cat >> '`+said+`'`)
	s := newSpeaker()
	if !s.Ready() {
		t.Fatal("the program is not found")
	}
	const sentence = "--path=/etc; Tổng vốn là 48.650 triệu đồng."
	if err := s.Speak(t.Context(), sentence); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(said)
	if err != nil {
		t.Fatal(err)
	}
	if want := "-v\nvi\n-s\n150\n--stdin\n" + sentence; string(got) != want {
		t.Errorf("got %q", got)
	}
}

func TestSpeakerEndsWhenNobodyListens(t *testing.T) {
	begun := filepath.Join(t.TempDir(), "begun")
	program(t, "touch '"+begun+"'; exec sleep 600")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- newSpeaker().Speak(ctx, "Một câu dài.") }()
	for late := time.After(20 * time.Second); ; {
		if _, err := os.Stat(begun); err == nil {
			break
		}
		select {
		case err := <-ended:
			t.Fatalf("ended by itself: %v", err)
		case <-late:
			t.Fatal("not begun")
		case <-time.After(5 * time.Millisecond):
		}
	}
	cancel()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("a sentence that was cut off passes for said")
		}
	case <-time.After(20 * time.Second):
		t.Error("it goes on")
	}
}

func TestSpeakerTellsItsTrouble(t *testing.T) {
	program(t, "echo 'no sound card' >&2; exit 1")
	if err := newSpeaker().Speak(t.Context(), "Một câu."); err == nil || !strings.Contains(err.Error(), "no sound card") {
		t.Errorf("got %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	absent := newSpeaker()
	if absent.Ready() {
		t.Error("a program that is not installed is ready")
	}
	if err := absent.Speak(t.Context(), "Một câu."); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
