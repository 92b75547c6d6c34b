package papertext

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// version is of the form; a reader takes no other.
const version = 1

// ErrForm says that bytes are no text of a paper.
var ErrForm = errors.New("papertext: not the words of a paper")

// written is the form. Words and places stand in lists of their own: that is half the size.
type written struct {
	Version int           `json:"version"`
	Pages   []writtenPage `json:"pages"`
}

type writtenPage struct {
	Width   int      `json:"width"`
	Height  int      `json:"height"`
	Content string   `json:"content,omitempty"`
	Scanned bool     `json:"scanned,omitempty"`
	Words   []string `json:"words,omitempty"`
	Boxes   []int32  `json:"boxes,omitempty"` // left, top, right, bottom of each word
	Ends    []int    `json:"ends,omitempty"`  // numbers of the words behind which a line ends, from 0
}

// Encode writes a text. The same text gives the same bytes.
func Encode(t Text) ([]byte, error) {
	form := written{Version: version, Pages: make([]writtenPage, len(t.Pages))}
	for i, page := range t.Pages {
		w := writtenPage{Width: page.Width, Height: page.Height, Content: page.Content, Scanned: page.Scanned}
		for n, word := range page.Words {
			w.Words = append(w.Words, word.Text)
			w.Boxes = append(w.Boxes, word.Box.Left, word.Box.Top, word.Box.Right, word.Box.Bottom)
			if word.Ends {
				w.Ends = append(w.Ends, n)
			}
		}
		form.Pages[i] = w
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	err := json.NewEncoder(zip).Encode(form)
	if err = errors.Join(err, zip.Close()); err != nil {
		return nil, fmt.Errorf("papertext: encode: %w", err)
	}
	return out.Bytes(), nil
}

// Decode reads a text. Bytes that are none, or that say more than a paper can, are ErrForm.
func Decode(data []byte) (Text, error) { return decode(data, mostBytes) }

func decode(data []byte, most int64) (Text, error) {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return Text{}, fmt.Errorf("%w: %w", ErrForm, err)
	}
	limited := &io.LimitedReader{R: zip, N: most}
	var form written
	if err := json.NewDecoder(limited).Decode(&form); err != nil {
		return Text{}, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if _, err := io.Copy(io.Discard, limited); err != nil { // the sum at the end
		return Text{}, fmt.Errorf("%w: %w", ErrForm, err)
	}
	switch {
	case limited.N <= 0 || len(form.Pages) > MostPages:
		return Text{}, fmt.Errorf("%w: too long", ErrForm)
	case form.Version != version:
		return Text{}, fmt.Errorf("%w: version %d", ErrForm, form.Version)
	}
	t := Text{Pages: make([]Page, len(form.Pages))}
	words := 0
	for i, w := range form.Pages {
		if words += len(w.Words); words > MostWords {
			return Text{}, fmt.Errorf("%w: too many words", ErrForm)
		}
		if t.Pages[i], err = w.page(); err != nil {
			return Text{}, fmt.Errorf("%w, page %d", err, i+1)
		}
	}
	return t, nil
}

func (w writtenPage) page() (Page, error) {
	page := Page{Width: w.Width, Height: w.Height, Content: w.Content, Scanned: w.Scanned}
	if len(w.Boxes) != 4*len(w.Words) || w.Width < 0 || w.Height < 0 || w.Width > math.MaxInt32 || w.Height > math.MaxInt32 || len(w.Content) > 128 {
		return page, ErrForm
	}
	if len(w.Words) > 0 {
		page.Words = make([]Word, len(w.Words))
	}
	for n, text := range w.Words {
		if text == "" || !utf8.ValidString(text) {
			return page, ErrForm
		}
		at := w.Boxes[4*n:]
		page.Words[n] = Word{Text: text, Box: Box{at[0], at[1], at[2], at[3]}}
	}
	last := -1
	for _, n := range w.Ends {
		if n <= last || n >= len(page.Words) {
			return page, ErrForm
		}
		page.Words[n].Ends = true
		last = n
	}
	return page, nil
}
