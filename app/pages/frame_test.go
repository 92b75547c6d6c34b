package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func TestFrameComesBackAsSent(t *testing.T) {
	asked := request{Kind: kindRender, Paper: 7, Page: 3, Width: 1600}
	for _, body := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte{0, 255, 7}, 1<<20)} {
		var pipe bytes.Buffer
		if err := writeFrame(&pipe, asked, body); err != nil {
			t.Fatal(err)
		}
		for name, in := range map[string]io.Reader{
			"whole": bytes.NewReader(pipe.Bytes()),
			"drops": iotest.HalfReader(bytes.NewReader(pipe.Bytes())),
		} {
			var got request
			length, err := readHead(in, &got)
			if err != nil || got != asked || length != len(body) {
				t.Fatalf("%s: got %+v, %d bytes, %v", name, got, length, err)
			}
			back, err := readBody(in, length, MaxDocument)
			if err != nil || !bytes.Equal(back, body) {
				t.Fatalf("%s: body of %d bytes came back as %d, %v", name, len(body), len(back), err)
			}
			if _, err := readHead(in, &got); err != io.EOF {
				t.Fatalf("%s: clean end gives %v", name, err)
			}
		}
	}
}

func TestFrameRefusesWhatIsNone(t *testing.T) {
	var good bytes.Buffer
	if err := writeFrame(&good, request{Kind: kindOpen}, []byte("body")); err != nil {
		t.Fatal(err)
	}
	long := func(head, body uint32) []byte {
		frame := binary.BigEndian.AppendUint32([]byte(frameMark), head)
		return binary.BigEndian.AppendUint32(frame, body)
	}
	for name, test := range map[string]struct {
		bytes []byte
		want  error
	}{
		"other mark":     {[]byte("panic: runtime error"), errFrame},
		"endless head":   {long(1<<31, 0), errFrame},
		"endless body":   {append(long(2, 1<<31), "{}"...), errFrame},
		"cut in prefix":  {good.Bytes()[:5], io.ErrUnexpectedEOF},
		"cut in head":    {good.Bytes()[:framePrefix+3], io.ErrUnexpectedEOF},
		"head is no map": {append(long(2, 0), "[]"...), nil},
	} {
		var head request
		_, err := readHead(bytes.NewReader(test.bytes), &head)
		if err == nil || (test.want != nil && !errors.Is(err, test.want)) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := readBody(strings.NewReader("abc"), 4, 10); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut body: %v", err)
	}
	if _, err := readBody(strings.NewReader("abcd"), 4, 3); !errors.Is(err, errFrame) {
		t.Errorf("body over its limit: %v", err)
	}
}

// A length is only a claim: a frame that promises much and brings little must not cost much.
func TestFrameBodyGrowsWithWhatComes(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := readBody(strings.NewReader("short"), MaxDocument, MaxDocument); err == nil {
		t.Fatal("a short body passed")
	}
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 8<<20 {
		t.Errorf("%d bytes taken for a body of 5", taken)
	}
}

func FuzzFrame(f *testing.F) {
	var good bytes.Buffer
	if err := writeFrame(&good, request{Kind: kindRender, Paper: 1, Page: 2, Width: 3}, []byte("body")); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add([]byte(frameMark + "\x00\x00\x00\x02\x00\x00\x00\x00{}"))
	f.Add([]byte(frameMark + "\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var head request
		in := bytes.NewReader(data)
		length, err := readHead(in, &head)
		if err != nil {
			return
		}
		body, err := readBody(in, length, MaxDocument)
		if err != nil {
			return
		}
		// What was understood can be said again and is understood the same.
		var again bytes.Buffer
		if err := writeFrame(&again, head, body); err != nil {
			t.Fatal(err)
		}
		var second request
		if length, err = readHead(&again, &second); err != nil || second != head || length != len(body) {
			t.Fatalf("%+v came back as %+v, %d bytes for %d, %v", head, second, length, len(body), err)
		}
	})
}

func FuzzReply(f *testing.F) {
	f.Add([]byte(`{"kind":"picture","width":1,"height":1}`), encodeSizes([]Size{{595, 842}}), 3)
	f.Add([]byte(`{"kind":"lines"}`), []byte(`[{"title":"a","level":1,"page":2}]`), 3)
	f.Add([]byte(`{"kind":"words"}`), []byte(`[{"text":"a","box":{"Min":{"X":1,"Y":2},"Max":{"X":3,"Y":4}}}]`), 1)
	f.Fuzz(func(t *testing.T, head, body []byte, pages int) {
		var pipe bytes.Buffer
		pipe.WriteString(frameMark)
		pipe.Write(binary.BigEndian.AppendUint32(nil, uint32(len(head))))
		pipe.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
		pipe.Write(head)
		pipe.Write(body)
		var answer reply
		if _, err := readHead(&pipe, &answer); err != nil {
			return
		}
		if sizes, err := decodeSizes(body); err == nil {
			if !bytes.Equal(encodeSizes(sizes), body) {
				t.Fatalf("sizes %v came back otherwise", sizes)
			}
			for _, size := range sizes {
				if height := size.pixelHeight(PreviewWidth); height < 1 {
					t.Fatalf("%v gives a picture %d high", size, height)
				}
			}
		}
		if headings, err := decodeHeadings(body, pages); err == nil {
			for _, heading := range headings {
				if heading.Page < NoPage || heading.Page >= max(pages, 0) || heading.Level < 0 {
					t.Fatalf("%+v of %d pages passed", heading, pages)
				}
			}
		}
		if words, err := decodeWords(body); err == nil {
			_ = plain(words)
		}
		if answer.Width < 1 || answer.Width > 512 || answer.Height < 1 || answer.Height > 512 {
			return // the client asks for no such picture
		}
		if picture, err := readPicture(answer, bytes.NewReader(body), len(body), answer.Width, answer.Height); err == nil {
			if len(picture.Pix) != len(body) {
				t.Fatalf("%d bytes became %d", len(body), len(picture.Pix))
			}
		}
	})
}
