package chunk

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"testing/iotest"

	"github.com/zeebo/blake3"
)

func noise(seed uint64, size int) []byte {
	data := make([]byte, size)
	rand.NewChaCha8([32]byte{byte(seed)}).Read(data)
	return data
}

// streams is a PDF with streams of these sizes, and words in between.
func streams(seed uint64, sizes ...int) []byte {
	out := bytes.NewBufferString("%PDF-1.7\n")
	for i, size := range sizes {
		fmt.Fprintf(out, "%d 0 obj\n<</Length %d>>\nstream\r\n%s\r\nendstream\nendobj\n", i+1, size, noise(seed+uint64(i), size))
	}
	return out.Bytes()
}

// samples are papers of every kind that the cutter tells apart.
func samples() map[string][]byte {
	return map[string][]byte{
		"nothing":                 nil,
		"a byte":                  {0},
		"text":                    bytes.Repeat([]byte("Điều 1. Phê duyệt. "), 9000),
		"zeros":                   make([]byte, 3*MaxSize+5),
		"noise":                   noise(1, 3<<20),
		"small streams":           streams(2, slices.Repeat([]int{90, 400, 900}, 200)...),
		"large streams":           streams(3, 60_000, 3<<20, 5, 2<<20+1),
		"empty streams":           streams(4, slices.Repeat([]int{0}, 3000)...),
		"a stream without an end": append(streams(5, 5000, 70_000)[:40_000], noise(6, 2<<20)...),
		"no object":               append([]byte("%PDF-1.4\n"), noise(7, 2<<20)...),
		"marks at the limit":      append(append([]byte("%PDF-1.4\n1 0 obj stream\n"), noise(8, MaxSize-30)...), bytes.Repeat([]byte("endstream 12 0 obj stream\r\n"), 9000)...),
	}
}

func TestPiecesAreThePaper(t *testing.T) {
	for name, data := range samples() {
		var joined []byte
		m, err := each(bytes.NewReader(data), func(piece []byte) { joined = append(joined, piece...) })
		if err != nil || !bytes.Equal(joined, data) {
			t.Errorf("%s: the pieces are not the paper: %v", name, err)
		}
		check(t, name, data, m)
	}
}

func check(t *testing.T, name string, data []byte, m Manifest) {
	t.Helper()
	if m.Hash != blake3.Sum256(data) || m.Size != int64(len(data)) {
		t.Errorf("%s: hash or size of the whole is wrong", name)
	}
	for i, span := range m.Spans() {
		if span.Size == 0 || span.Size > MaxSize {
			t.Errorf("%s: piece %d has %d bytes", name, i, span.Size)
		}
		if blake3.Sum256(data[span.Offset:span.Offset+int64(span.Size)]) != m.Chunks[i].Hash {
			t.Errorf("%s: piece %d has another hash", name, i)
		}
	}
}

// However a paper is read, it is cut in the same places.
func TestCutsGoByContentAlone(t *testing.T) {
	for name, data := range samples() {
		want, err := Cut(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for how, from := range map[string]io.Reader{
			"halves": iotest.HalfReader(bytes.NewReader(data)), "end with data": iotest.DataErrReader(bytes.NewReader(data)),
		} {
			if got, err := Cut(from); err != nil || !slices.Equal(got.Chunks, want.Chunks) {
				t.Errorf("%s read as %s is cut in other places: %v", name, how, err)
			}
		}
	}
}

// These cuts are on the disks of devices. Another result makes every paper new to them.
func TestCutsStay(t *testing.T) {
	m, err := Cut(bytes.NewReader(streams(2, 90, 400, 30_000, 900, 2000, 0, 700_000, 12)))
	if err != nil {
		t.Fatal(err)
	}
	whole := blake3.Sum256(m.Encode())
	if got := fmt.Sprintf("%d %x", len(m.Chunks), whole[:8]); got != "47 2660268af0079a8e" {
		t.Errorf("cut anew: %s", got)
	}
}

// What stands before a piece does not change where it is cut.
func TestCutsMeetAgain(t *testing.T) {
	for name, data := range map[string][]byte{
		"noise": noise(1, 1<<20), "small streams": streams(2, slices.Repeat([]int{90, 400, 900, 300}, 400)...), "large streams": streams(3, 60_000, 200_000, 90_000),
	} {
		before, err := Cut(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		at := len(data) / 3
		after, err := Cut(bytes.NewReader(slices.Concat(data[:at], []byte(" 7 chữ "), data[at:])))
		if err != nil {
			t.Fatal(err)
		}
		if fresh := after.New(before); fresh > 200<<10 || fresh == 0 || name == "small streams" && fresh > 32<<10 {
			t.Errorf("%s: %d bytes are new after a few were put in", name, fresh)
		}
	}
}

func TestBrokenReader(t *testing.T) {
	broken := io.MultiReader(bytes.NewReader(noise(1, 100_000)), iotest.ErrReader(io.ErrNoProgress))
	if _, err := Cut(broken); err != io.ErrNoProgress {
		t.Errorf("a paper that cannot be read is cut: %v", err)
	}
}

// endless is a large PDF that nobody holds in memory.
type endless struct {
	page []byte
	left int
}

func (e *endless) Read(into []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	at := (len(e.page) - e.left%len(e.page)) % len(e.page)
	n := copy(into[:min(len(into), e.left)], e.page[at:])
	e.left -= n
	return n, nil
}

func TestMemory(t *testing.T) {
	const size = 100 << 20
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m, err := Cut(&endless{page: streams(1, 600_000, 100, 2000, 250_000), left: size})
	runtime.ReadMemStats(&now)
	if err != nil || m.Size != size {
		t.Fatalf("%d bytes: %v", m.Size, err)
	}
	if used := now.TotalAlloc - before.TotalAlloc; used > 10<<20 {
		t.Errorf("cutting 100 MB took %d bytes of memory", used)
	}
}

func FuzzCut(f *testing.F) {
	for _, data := range samples() {
		if len(data) < 64<<10 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var joined []byte
		m, err := each(bytes.NewReader(data), func(piece []byte) { joined = append(joined, piece...) })
		if err != nil || !bytes.Equal(joined, data) {
			t.Fatalf("the pieces are not the paper: %v", err)
		}
		check(t, "fuzzed", data, m)
		again, err := Cut(iotest.OneByteReader(bytes.NewReader(data)))
		if err != nil || !slices.Equal(again.Chunks, m.Chunks) {
			t.Fatalf("cut in other places: %v", err)
		}
	})
}

func BenchmarkCut(b *testing.B) {
	shared := os.Getenv("CONGSO_DATA")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared", "data")
	}
	sources := map[string][]byte{"scan": streams(1, 600_000, 100, 2000, 250_000, 400_000), "noise": noise(1, 8<<20), "zeros": make([]byte, 8<<20)}
	if manual, err := os.ReadFile(filepath.Join(shared, "documents", "gov-manual-429-pages.pdf")); err == nil {
		sources["text"] = manual
	}
	for name, data := range sources {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Cut(bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
