package storage_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

const (
	killedPieces = "CONGSO_TEST_KILLED_PIECES"
	killedPart   = "CONGSO_TEST_KILLED_PART"
)

// child starts this test's program again as another process, and returns what it prints.
func child(t *testing.T, test, variable, folder string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.v")
	command.Env = append(os.Environ(), variable+"="+folder)
	out, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	t.Cleanup(func() { command.Process.Kill(); command.Wait() })
	return command, bufio.NewScanner(out)
}

// TestPutUntilKilled is the child of TestPiecesSurviveAKill: it puts pieces, and prints each when it is in.
func TestPutUntilKilled(t *testing.T) {
	folder := os.Getenv(killedPieces)
	if folder == "" {
		return // it is nothing by itself
	}
	b, err := storage.OpenBlobs(folder)
	must(t, err)
	data, m := storagetest.Pieces(1, 4<<20)
	a, err := b.Assemble(background, storagetest.HashOf(data), m)
	must(t, err)
	for _, i := range a.Missing() {
		span := m.Spans()[i]
		wrong, err := a.Put(i, data[span.Offset:span.Offset+int64(span.Size)])
		must(t, err)
		fmt.Printf("put %d %v\n", i, len(wrong) == 0)
	}
}

// However the program ends, what it said it has is here, and only a piece that was on its way comes again.
func TestPiecesSurviveAKill(t *testing.T) {
	folder := t.TempDir()
	data, m := storagetest.Pieces(1, 4<<20)
	said := map[int]bool{}
	for round := 0; ; round++ {
		command, lines := child(t, "TestPutUntilKilled", killedPieces, folder)
		news := 0
		for lines.Scan() {
			var index int
			if n, _ := fmt.Sscanf(lines.Text(), "put %d true", &index); n == 1 {
				if said[index] {
					t.Fatalf("piece %d came twice", index)
				}
				said[index] = true
				if news++; news == 7 {
					must(t, command.Process.Kill())
				}
			}
		}
		command.Wait()
		b, err := storage.OpenBlobs(folder)
		must(t, err)
		a, err := b.Assemble(background, storagetest.HashOf(data), m)
		must(t, err)
		missing := a.Missing()
		for index := range said {
			if slices.Contains(missing, index) {
				t.Fatalf("piece %d was put and is missing", index)
			}
		}
		if round == 3 || len(missing) == 0 {
			for _, i := range missing {
				span := m.Spans()[i]
				if _, err := a.Put(i, data[span.Offset:span.Offset+int64(span.Size)]); err != nil {
					t.Fatal(err)
				}
			}
			must(t, a.Finish(background))
			must(t, a.Close())
			return
		}
		must(t, a.Close())
	}
}

// TestReceiveUntilKilled is the child of TestOtherProcessesWait: it takes half a paper and hangs.
func TestReceiveUntilKilled(t *testing.T) {
	folder := os.Getenv(killedPart)
	if folder == "" {
		return // it is nothing by itself
	}
	b, err := storage.OpenBlobs(folder)
	must(t, err)
	data, _ := storagetest.Pieces(2, 1<<20)
	hanging := &hang{}
	must(t, b.Receive(background, storagetest.HashOf(data), 0, io.MultiReader(bytes.NewReader(data[:500_000]), hanging), nil))
}

type hang struct{ told bool }

func (h *hang) Read([]byte) (int, error) {
	if !h.told {
		fmt.Println("hangs")
		h.told = true
	}
	time.Sleep(time.Hour) // until killed
	return 0, io.EOF
}

// Two processes never write one unfinished file: the second waits, and goes on when the first is gone.
func TestOtherProcessesWait(t *testing.T) {
	folder := t.TempDir()
	command, lines := child(t, "TestReceiveUntilKilled", killedPart, folder)
	for lines.Scan() && lines.Text() != "hangs" {
	}
	b, err := storage.OpenBlobs(folder)
	must(t, err)
	data, m := storagetest.Pieces(2, 1<<20)
	hash := storagetest.HashOf(data)
	impatient, cancel := context.WithTimeout(background, 200*time.Millisecond)
	defer cancel()
	if err := b.Receive(impatient, hash, 0, bytes.NewReader(data), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("two processes write one file: %v", err)
	}
	if _, err := b.Assemble(impatient, hash, m); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("two processes put one paper together: %v", err)
	}
	if b.PartSize(hash) != 500_000 {
		t.Errorf("%d bytes are left of the other's", b.PartSize(hash))
	}
	done := make(chan error, 1)
	go func() {
		done <- b.Receive(background, hash, 500_000, bytes.NewReader(data[500_000:]), nil)
	}()
	must(t, command.Process.Kill())
	command.Wait()
	must(t, <-done)
	if !b.Has(hash) {
		t.Error("the paper is not here")
	}
	if _, err := os.Stat(b.Path(hash) + ".lock"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the lock is left: %v", err)
	}
}
