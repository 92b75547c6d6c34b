package link

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// The ways in which the room refuses bytes that a device hands in.
var (
	ErrNotAllowed  = errors.New("link: the room takes no papers from this device")
	ErrWrongBytes  = errors.New("link: the bytes changed on the way")
	ErrRoomFull    = errors.New("link: the room cannot write the paper")
	ErrHandedByTwo = errors.New("link: another transfer of the same paper goes on")
)

// uploadOffset is the header that says where a transfer goes on.
const uploadOffset = "Upload-Offset"

// HandIn brings the bytes of a paper to the room, from where an attempt before broke off. do is as in
// FetcherConfig; progress, which may be nil, counts the bytes that are there.
func HandIn(ctx context.Context, do func(*http.Request) (*http.Response, error), hash string, size int64, from io.Reader, progress func(int64)) error {
	if progress == nil {
		progress = func(int64) {}
	}
	there, whole, err := handed(ctx, do, hash)
	if err != nil {
		return err
	}
	if whole {
		progress(size)
		return nil
	}
	if there > size {
		there = 0 // of other bytes: begun anew
	}
	if err := skip(from, there); err != nil {
		return fmt.Errorf("link: hand in: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, "/blob/"+hash, &counted{from: from, told: progress, done: there})
	if err != nil {
		return fmt.Errorf("link: hand in: %w", err)
	}
	request.ContentLength = size - there
	if request.ContentLength == 0 {
		request.Body = http.NoBody
	}
	request.Header.Set(uploadOffset, strconv.FormatInt(there, 10))
	response, err := do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusNoContent:
		return nil
	case http.StatusNotFound:
		return ErrNotAllowed
	case http.StatusConflict:
		return ErrHandedByTwo
	case http.StatusUnprocessableEntity:
		return ErrWrongBytes
	case http.StatusInsufficientStorage:
		return ErrRoomFull
	}
	return fmt.Errorf("link: hand in: %s", response.Status)
}

// handed asks how many bytes of a paper are in the room. A room of an earlier version cannot tell: it is
// begun anew.
func handed(ctx context.Context, do func(*http.Request) (*http.Response, error), hash string) (there int64, whole bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, "/blob/"+hash, nil)
	if err != nil {
		return 0, false, fmt.Errorf("link: hand in: %w", err)
	}
	response, err := do(request)
	if err != nil {
		return 0, false, err
	}
	defer response.Body.Close()
	there, err = strconv.ParseInt(response.Header.Get(uploadOffset), 10, 64)
	if err != nil || there < 0 {
		return 0, false, nil
	}
	return there, response.StatusCode == http.StatusOK, nil
}

// skip goes on behind bytes that are in the room.
func skip(from io.Reader, size int64) error {
	if seeker, seeks := from.(io.Seeker); seeks {
		_, err := seeker.Seek(size, io.SeekCurrent)
		return err
	}
	_, err := io.CopyN(io.Discard, from, size)
	return err
}

// counted tells how many bytes were read through it.
type counted struct {
	from io.Reader
	told func(int64)
	done int64
}

func (c *counted) Read(into []byte) (int, error) {
	n, err := c.from.Read(into)
	if n > 0 {
		c.done += int64(n)
		c.told(c.done)
	}
	return n, err
}
