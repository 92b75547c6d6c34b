package pages

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
)

// What a worker may ask for is what the document at hand has.
func TestWorkerThatLies(t *testing.T) {
	for name, lie := range map[string]string{
		"beyond": "beyond", "before": "before", "other paper": "other", "nothing": "nothing", "too much": "much", "forever": "forever",
	} {
		t.Run(name, func(t *testing.T) {
			config, _ := testConfig(t)
			config.Env = append([]string{lieVariable + "=" + lie}, config.Env...)
			r := serving(t, config)
			_, err := r.Open(within(t), distantly("paper", newShelf(bulky(8, 8)), false))
			if !errors.Is(err, ErrCrashed) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// lieVariable has a test worker ask for what it must not; see beLiar.
const lieVariable = "CONGSO_PAGES_TEST_LIE"

// beLiar speaks the protocol, and asks for more than it may.
func beLiar(lie string, in io.Reader, out io.Writer) {
	for {
		var asked request
		length, err := readHead(in, &asked)
		if err != nil {
			return
		}
		if _, err := io.CopyN(io.Discard, in, int64(length)); err != nil {
			return
		}
		need := reply{Kind: kindNeed, Paper: asked.Paper, Offset: 0, Length: maxStretch}
		switch {
		case asked.Kind == kindStart:
			need = reply{Kind: kindReady, Protocol: protocol}
		case lie == "beyond":
			need.Offset = 8*300<<10 - 10
		case lie == "before":
			need.Offset = -1
		case lie == "other":
			need.Paper++
		case lie == "nothing":
			need.Length = 0
		case lie == "much":
			need.Length++
		}
		if writeFrame(out, need, nil) != nil {
			return
		}
	}
}

// Every read is what the document has there, whatever was read before; memory stays bounded.
func FuzzDistant(f *testing.F) {
	f.Add(uint32(5), []byte{1, 2, 3, 4})
	f.Add(uint32(3*blockBytes+7), bytes.Repeat([]byte{0xff, 0x00, 0x80}, 40))
	f.Add(uint32(200*blockBytes), bytes.Repeat([]byte{0x10, 0xf3, 0x07, 0xff}, 60))
	f.Fuzz(func(t *testing.T, size uint32, moves []byte) {
		size = size%(2*keptBlocks*blockBytes) + 1
		at := func(offset int64) byte { return byte(offset ^ offset>>8 ^ offset>>16) }
		scratch := make([]byte, maxStretch)
		kept := newBlocks()
		d := &distant{number: 1, size: int64(size), blocks: kept, next: -1, need: func(_ uint32, offset int64, length int) ([]byte, error) {
			if offset < 0 || length < 1 || length > maxStretch || offset+int64(length) > int64(size) {
				t.Fatalf("asks for %d at %d of %d", length, offset, size)
			}
			for i := range length {
				scratch[i] = at(offset + int64(i))
			}
			return scratch[:length], nil
		}}
		for ; len(moves) >= 4; moves = moves[4:] {
			offset := (int64(moves[0])<<16 | int64(moves[1])<<8) % int64(size)
			into := make([]byte, int(moves[2])<<8|int(moves[3]))
			if _, err := d.Seek(offset, io.SeekStart); err != nil {
				t.Fatal(err)
			}
			n, err := d.Read(into)
			if want := min(len(into), int(int64(size)-offset)); n != want || err != nil {
				t.Fatalf("%d of %d bytes at %d of %d, %v", n, len(into), offset, size, err)
			}
			for i, got := range into[:n] {
				if got != at(offset+int64(i)) {
					t.Fatalf("byte %d is wrong", offset+int64(i))
				}
			}
			if kept.recent.Len() > keptBlocks || len(kept.byName) != kept.recent.Len() {
				t.Fatalf("%d blocks are kept", kept.recent.Len())
			}
		}
		kept.forget(1)
		if kept.recent.Len() != 0 {
			t.Fatal("a forgotten document is kept")
		}
	})
}

// FuzzNeed holds what may be asked for against the plain rule.
func FuzzNeed(f *testing.F) {
	f.Add([]byte(`{"kind":"need","paper":3,"offset":10,"length":5}`), int64(100))
	f.Add([]byte(`{"kind":"need","paper":3,"offset":9223372036854775807,"length":1}`), int64(100))
	f.Add([]byte(`{"kind":"need","paper":3,"offset":-1,"length":-1}`), int64(1))
	f.Fuzz(func(t *testing.T, head []byte, size int64) {
		var need reply
		if json.Unmarshal(head, &need) != nil || size < 0 || size > MaxDocument {
			return
		}
		s := &supply{document: openPaper{number: 3, size: size, at: newShelf(nil)}}
		if s.permits(need) == nil && (need.Paper != 3 || need.Length < 1 || need.Length > maxStretch ||
			need.Offset < 0 || need.Offset >= size || size-need.Offset < int64(need.Length)) {
			t.Fatalf("%+v of %d bytes is permitted", need, size)
		}
	})
}
