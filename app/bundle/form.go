package bundle

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// version is of the forms; a reader takes no other.
const version = 1

// written is a part as it is written.
type written[T any] struct {
	Version int `json:"version"`
	Part    T   `json:"part"`
}

// EncodeBook writes a book. What is more than a reader takes is left away: the pages are shown all the same.
func EncodeBook(book Book) ([]byte, error) {
	book.Headings = kept(book.Headings, mostHeadings, func(h *Heading) bool {
		h.Title, h.Level = cut(h.Title), min(max(h.Level, 0), mostDepth)
		if h.Page < 0 || h.Page >= len(book.Sizes) {
			h.Page = NoPage
		}
		return true
	})
	book.Labels = kept(book.Labels, len(book.Sizes), func(label *string) bool { *label = cut(*label); return true })
	book.Attached = kept(book.Attached, mostAttached, func(a *Attached) bool { a.Name, a.Size = cut(a.Name), max(a.Size, 0); return true })
	if err := book.sound(); err != nil {
		return nil, err
	}
	data, err := encode(book)
	if errors.Is(err, errLong) {
		return encode(Book{Sizes: book.Sizes})
	}
	return data, err
}

// EncodeLeaf writes a leaf. Links whose address is too long to be shown are left away.
func EncodeLeaf(leaf Leaf) ([]byte, error) {
	leaf.Links = kept(leaf.Links, mostLinks, func(l *Link) bool {
		return len(l.Address) <= mostText && l.Page >= NoPage && l.Page < MostPages
	})
	return encode(leaf)
}

// kept is a copy of the first of some values, as fit changed them; those that do not fit are left out.
func kept[T any](all []T, most int, fit func(*T) bool) []T {
	var some []T
	for _, one := range all {
		if len(some) < most && fit(&one) {
			some = append(some, one)
		}
	}
	return some
}

// cut shortens a text to what is taken, at the end of a letter.
func cut(text string) string {
	if len(text) <= mostText {
		return text
	}
	end := mostText
	for end > 0 && text[end]&0xC0 == 0x80 {
		end--
	}
	return text[:end]
}

// errLong says that a form is longer than what is taken, for signs that JSON writes at length.
var errLong = errors.New("bundle: too long")

func encode[T any](part T) ([]byte, error) {
	text, err := json.Marshal(written[T]{version, part})
	if err == nil && len(text) >= mostForm {
		err = errLong
	}
	if err != nil {
		return nil, fmt.Errorf("bundle: encode: %w", err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, err = zip.Write(text)
	if err = errors.Join(err, zip.Close()); err != nil {
		return nil, fmt.Errorf("bundle: encode: %w", err)
	}
	return out.Bytes(), nil
}

// DecodeBook reads a book; ErrForm where the bytes are none.
func DecodeBook(data []byte) (Book, error) {
	book, err := decode[Book](data)
	if err != nil {
		return Book{}, err
	}
	return book, book.sound()
}

// DecodeLeaf reads a leaf; ErrForm where the bytes are none.
func DecodeLeaf(data []byte) (Leaf, error) {
	leaf, err := decode[Leaf](data)
	if err != nil {
		return Leaf{}, err
	}
	return leaf, leaf.sound()
}

func decode[T any](data []byte) (part T, err error) {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return part, fmt.Errorf("%w: %w", ErrForm, err)
	}
	limited := &io.LimitedReader{R: zip, N: mostForm}
	var form written[T]
	if err := json.NewDecoder(limited).Decode(&form); err != nil {
		return part, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if _, err := io.Copy(io.Discard, limited); err != nil { // the sum at the end
		return part, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if limited.N <= 0 || form.Version != version {
		return part, fmt.Errorf("%w: version %d", ErrForm, form.Version)
	}
	return form.Part, nil
}

// Check reports whether bytes are the part that they are named: what comes over the network is looked at before it is
// kept.
func Check(name Name, data []byte) error {
	if len(data) > MostBytes {
		return fmt.Errorf("%w: %d bytes", ErrForm, len(data))
	}
	var err error
	switch name.Kind {
	case BookKind:
		_, err = DecodeBook(data)
	case LeafKind:
		_, err = DecodeLeaf(data)
	default:
		_, err = measure(data)
	}
	return err
}
