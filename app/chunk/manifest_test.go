package chunk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/zeebo/blake3"
)

func TestManifestIsReadAsWritten(t *testing.T) {
	for name, data := range samples() {
		m, err := Cut(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(m.Encode())
		if err != nil || got.Hash != m.Hash || got.Size != m.Size || !slices.Equal(got.Chunks, m.Chunks) {
			t.Errorf("%s: read otherwise than written: %v", name, err)
		}
	}
}

// sealed puts a true checksum under a lie.
func sealed(body []byte) []byte {
	sum := blake3.Sum256(body)
	return append(bytes.Clone(body), sum[:]...)
}

func TestEveryLieIsRefused(t *testing.T) {
	hash := blake3.Sum256([]byte("mảnh"))
	body := func(size, count uint64, sizes ...uint64) []byte {
		data := append([]byte(form), hash[:]...)
		data = binary.AppendUvarint(data, size)
		data = binary.AppendUvarint(data, count)
		for _, s := range sizes {
			data = append(binary.AppendUvarint(data, s), hash[:]...)
		}
		return data
	}
	if _, err := Decode(sealed(body(30, 2, 10, 20))); err != nil {
		t.Fatalf("a true manifest is refused: %v", err)
	}
	long := body(0, 0)
	long = append(long[:len(long)-2], 0x80, 0x00, 0x00) // a zero in two bytes
	for name, data := range map[string][]byte{
		"nothing":                   nil,
		"a checksum alone":          sealed(nil),
		"another form":              sealed(append([]byte("CSM2"), body(30, 2, 10, 20)[4:]...)),
		"sizes that fall short":     sealed(body(31, 2, 10, 20)),
		"sizes that go beyond":      sealed(body(29, 2, 10, 20)),
		"a piece too few":           sealed(body(30, 3, 10, 20)),
		"a piece too many":          sealed(body(10, 1, 10, 20)),
		"a count beyond memory":     sealed(body(30, 1<<39, 10, 20)),
		"a count beyond numbers":    sealed(body(30, 1<<63, 10, 20)),
		"a size beyond papers":      sealed(body(MaxPaper+1, 2, 10, 20)),
		"a piece beyond pieces":     sealed(body(MaxSize+1, 1, MaxSize+1)),
		"a piece of nothing":        sealed(body(30, 3, 10, 0, 20)),
		"something behind":          sealed(append(body(30, 2, 10, 20), 0)),
		"the end missing":           sealed(body(30, 2, 10, 20)[:90]),
		"a number longer than must": sealed(long),
		"no checksum":               body(30, 2, 10, 20),
	} {
		if m, err := Decode(data); !errors.Is(err, ErrBadManifest) {
			t.Errorf("%s: taken as %d bytes in %d pieces (%v)", name, m.Size, len(m.Chunks), err)
		}
	}
}

func TestEveryFlippedBitIsSeen(t *testing.T) {
	m, err := Cut(bytes.NewReader(noise(1, 100_000)))
	if err != nil {
		t.Fatal(err)
	}
	data := m.Encode()
	random := rand.New(rand.NewPCG(1, 1))
	for at := range data {
		flipped := bytes.Clone(data)
		flipped[at] ^= 1 << random.IntN(8)
		if _, err := Decode(flipped); !errors.Is(err, ErrBadManifest) {
			t.Fatalf("a flipped bit in byte %d of %d is not seen: %v", at, len(data), err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, data := range samples() {
		m, err := Cut(bytes.NewReader(data))
		if err != nil {
			f.Fatal(err)
		}
		if written := m.Encode(); len(written) < 16<<10 {
			f.Add(written)
			f.Add(written[:len(written)-32])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, written := range [][]byte{data, sealed(data)} { // a liar can count too
			m, err := Decode(written)
			if err != nil {
				continue
			}
			if !bytes.Equal(m.Encode(), written) {
				t.Fatal("a manifest has two forms")
			}
			var sum int64
			for _, span := range m.Spans() {
				sum += int64(span.Size)
			}
			if sum != m.Size {
				t.Fatalf("pieces of %d bytes in a paper of %d", sum, m.Size)
			}
		}
	})
}
