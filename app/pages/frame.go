package pages

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A frame is what travels over the pipe, in both directions:
//
//	"CSPW"  length of the head (4 bytes, big endian)  length of the body (4 bytes)  head  body
//
// The head is a small JSON object (request or reply), the body raw bytes: a document, pixels, text.
const (
	frameMark   = "CSPW"
	framePrefix = len(frameMark) + 8
	// maxHead is generous: heads are about a hundred bytes.
	maxHead = 64 << 10
)

var errFrame = errors.New("not a frame")

// writeFrame sends one frame. The body is written as it is, without a copy.
func writeFrame(out io.Writer, head any, body []byte) error {
	text, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("frame head: %w", err)
	}
	if len(text) > maxHead || uint64(len(body)) > 1<<32-1 {
		return fmt.Errorf("frame of %d and %d bytes is too long: %w", len(text), len(body), errFrame)
	}
	frame := make([]byte, 0, framePrefix+len(text))
	frame = append(frame, frameMark...)
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(text)))
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(body)))
	frame = append(frame, text...)
	if _, err := out.Write(frame); err != nil {
		return fmt.Errorf("frame head: %w", err)
	}
	if len(body) == 0 {
		return nil
	}
	if _, err := out.Write(body); err != nil {
		return fmt.Errorf("frame body: %w", err)
	}
	return nil
}

// readHead reads the head of the next frame into head and gives the length of the body, which the
// caller must read. A clean end before a frame is io.EOF.
func readHead(in io.Reader, head any) (body int, err error) {
	var prefix [framePrefix]byte
	if _, err := io.ReadFull(in, prefix[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return 0, io.EOF
		}
		return 0, fmt.Errorf("frame prefix: %w", err)
	}
	if string(prefix[:len(frameMark)]) != frameMark {
		return 0, fmt.Errorf("%q: %w", prefix[:len(frameMark)], errFrame)
	}
	length := binary.BigEndian.Uint32(prefix[len(frameMark):])
	bodyLength := binary.BigEndian.Uint32(prefix[len(frameMark)+4:])
	if length > maxHead || bodyLength > MaxDocument {
		return 0, fmt.Errorf("lengths %d and %d exceed the limit: %w", length, bodyLength, errFrame)
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(in, text); err != nil {
		return 0, fmt.Errorf("frame head: %w", noEOF(err))
	}
	if err := json.Unmarshal(text, head); err != nil {
		return 0, fmt.Errorf("frame head: %w", err)
	}
	return int(bodyLength), nil
}

// readBody reads a body of that length. A length is only a promise, so memory grows with the bytes
// that really come.
func readBody(in io.Reader, length, limit int) ([]byte, error) {
	if length > limit {
		return nil, fmt.Errorf("body of %d bytes, %d allowed: %w", length, limit, errFrame)
	}
	const step = 1 << 20
	body := make([]byte, 0, min(length, step))
	for len(body) < length {
		part := min(length-len(body), max(step, len(body)))
		body = slices.Grow(body, part)
		read, err := io.ReadFull(in, body[len(body):len(body)+part])
		body = body[:len(body)+read]
		if err != nil {
			return nil, fmt.Errorf("frame body: %w", noEOF(err))
		}
	}
	return body, nil
}

// noEOF makes an end inside a frame what it is: an accident.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
