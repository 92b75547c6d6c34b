package openslides

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// load reads all collections, one object at a time, from at most so many bytes.
func (r *reader) load(from io.Reader, most int64) error {
	limited := &io.LimitedReader{R: from, N: most + 1}
	source := &watched{from: skipMark(limited)}
	decoder := json.NewDecoder(source)
	fail := func(err error) error {
		var already *Error
		switch {
		case errors.As(err, &already):
			return already
		case limited.N <= 0:
			return &Error{Code: TooLarge, Detail: fmt.Sprintf("more than %d bytes", most)}
		case source.failed != nil:
			return &Error{Code: Unreadable, Detail: source.failed.Error(), cause: source.failed}
		case errors.Is(err, io.EOF):
			err = io.ErrUnexpectedEOF
		}
		return &Error{Code: NotJSON, Detail: err.Error(), cause: err}
	}
	switch start, err := decoder.Token(); {
	case err != nil:
		return fail(err)
	case start != json.Delim('{'):
		return &Error{Code: NotExport, Detail: "no object of collections"}
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return fail(err)
		}
		if err := r.loadCollection(decoder, key.(string)); err != nil {
			return fail(err)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return fail(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("something stands behind the export")
		}
		return fail(err)
	}
	if limited.N <= 0 {
		return fail(nil)
	}
	return nil
}

func (r *reader) loadCollection(decoder *json.Decoder, collection string) error {
	switch start, err := decoder.Token(); {
	case err != nil:
		return err
	case start == json.Delim('['):
		for decoder.More() {
			var ignored json.RawMessage
			if err := decoder.Decode(&ignored); err != nil {
				return err
			}
		}
		r.remark(CollectionUnknown, collection, "")
		_, err := decoder.Token()
		return err
	case start != json.Delim('{'):
		if !strings.HasPrefix(collection, "_") { // "_migration_index" is a number, and says nothing of the meeting
			r.remark(CollectionUnknown, collection, "")
		}
		return nil
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		if r.loaded++; r.loaded > MaxObjects {
			return &Error{Code: TooLarge, Detail: fmt.Sprintf("more than %d objects", MaxObjects)}
		}
		if err := r.loadObject(collection, key.(string), raw); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

// loadObject reads one object into its fields, without looking at them.
func (r *reader) loadObject(collection, key string, raw json.RawMessage) error {
	if !utf8.Valid(raw) || !utf8.ValidString(key) {
		return &Error{Code: NotUTF8, Detail: collection + "/" + key}
	}
	id, err := strconv.Atoi(key)
	if err != nil || id <= 0 || strconv.Itoa(id) != key {
		r.remark(ObjectWrong, collection, "")
		return nil
	}
	if _, known := taken[collection]; !known {
		code := CollectionUnknown
		if slices.Contains(notTaken, collection) {
			code = CollectionNotTaken
		}
		r.remark(code, collection, "", id)
		return nil
	}
	if r.objects[collection] == nil {
		r.objects[collection] = map[int]*object{}
	}
	if r.objects[collection][id] != nil {
		r.remark(DuplicateID, collection, "", id)
		return nil
	}
	o := &object{r: r, collection: collection, id: id, fields: map[string]json.RawMessage{}, used: map[string]bool{}}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		r.remark(ObjectWrong, collection, "", id)
		return nil
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		field := key.(string)
		if _, twice := o.fields[field]; twice {
			r.remark(DuplicateField, collection, field, id)
			continue
		}
		if collection == "mediafile" && field == "blob" { // the file itself, perhaps many megabytes
			value = json.RawMessage("true")
		}
		o.fields[field] = value
	}
	r.objects[collection][id] = o
	if named := o.whole("id"); named != 0 && named != id {
		o.remark(IDDiffers, "id")
	}
	return nil
}

// watched remembers that reading failed, and how: the decoder's errors tell that from bad JSON no more.
type watched struct {
	from   io.Reader
	failed error
}

func (w *watched) Read(into []byte) (int, error) {
	n, err := w.from.Read(into)
	if err != nil && !errors.Is(err, io.EOF) {
		w.failed = err
	}
	return n, err
}

// skipMark passes over the byte order mark that some editors write before a text.
func skipMark(from io.Reader) io.Reader {
	first := make([]byte, 3)
	n, err := io.ReadFull(from, first)
	rest := from
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		rest = failing{err}
	}
	if string(first[:n]) == "\ufeff" {
		return rest
	}
	return io.MultiReader(strings.NewReader(string(first[:n])), rest)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
