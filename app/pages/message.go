package pages

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

// protocol is answered by a worker at its start; a worker of another version is not used.
const protocol = "congso-pages-5"

// What can be asked of a worker. Written strings, only ever added to.
const (
	kindStart   = "start"   // cache directory, memory ceiling → ready
	kindOpen    = "open"    // number for the paper, its key; body: the document → paper
	kindOpenAt  = "open-at" // number for the paper, its size and key, whether sizes are to be supposed → paper
	kindMeasure = "measure" // number → paper
	kindClose   = "close"   // number → closed
	kindRender  = "render"  // number, page, width → picture; body: RGBA rows without gaps
	kindText    = "text"    // number, page → text; body: the words as JSON
	kindOutline = "outline" // number → outline; body: headings as JSON
	kindSigned  = "signed"  // number → signatures; body: the signatures as JSON
	kindLinks   = "links"   // number, page → ways; body: the links as JSON
	kindLabels  = "labels"  // number → printed; body: a label for each page as JSON, or null
	// kindAttached: number → files; body: names and sizes as JSON.
	kindAttached = "attached"
	kindFacts    = "facts" // number, page → seen; body: what it is made of as JSON
	// kindStretch is no request of its own: it answers a need. Number, offset; body: the bytes, or none if
	// they cannot be had.
	kindStretch = "stretch"
)

// What a worker answers.
const (
	kindReady   = "ready"
	kindPaper   = "paper" // body: the sizes
	kindClosed  = "closed"
	kindPicture = "picture"
	kindWords   = "words"
	kindLines   = "lines"
	kindSeals   = "seals"
	kindWays    = "ways"
	kindPrinted = "printed"
	kindFiles   = "files"
	kindSeen    = "seen"
	kindFault   = "fault" // a code and the detail for the log
	// kindNeed is no answer yet: the worker needs a stretch of a document. Number, offset, length.
	kindNeed = "need"
)

// request is the head of a frame to a worker.
type request struct {
	Kind  string `json:"kind"`
	Paper uint32 `json:"paper,omitempty"`
	Page  int    `json:"page,omitempty"`
	Width int    `json:"width,omitempty"`
	Cache string `json:"cache,omitempty"`
	// Ceiling is the most memory that documents may take, in bytes.
	Ceiling int64 `json:"ceiling,omitempty"`
	// Size is that of a document that is read at offsets.
	Size int64 `json:"size,omitempty"`
	// Partial says that much of it is not here yet: pages are measured when they are drawn.
	Partial bool `json:"partial,omitempty"`
	// Offset is where a stretch begins.
	Offset int64 `json:"offset,omitempty"`
	// Key opens a document that has a password.
	Key Key `json:"key,omitempty"`
}

// reply is the head of a frame from a worker.
type reply struct {
	Kind     string `json:"kind"`
	Protocol string `json:"protocol,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Code     Code   `json:"code,omitempty"`
	Detail   string `json:"detail,omitempty"`
	// PageWidth and PageHeight are the size of the page that was drawn, in points.
	PageWidth  float64 `json:"page_width,omitempty"`
	PageHeight float64 `json:"page_height,omitempty"`
	// Paper, Offset and Length say what is needed.
	Paper  uint32 `json:"paper,omitempty"`
	Offset int64  `json:"offset,omitempty"`
	Length int    `json:"length,omitempty"`
	// Memory is what the worker knows of its own use in bytes.
	Memory int64 `json:"memory,omitempty"`
	// Last says that the worker is no longer to be trusted and ends after this reply.
	Last bool `json:"last,omitempty"`
}

const sizeBytes = 8

// encodeSizes is the body of a paper reply.
func encodeSizes(sizes []Size) []byte {
	body := make([]byte, 0, sizeBytes*len(sizes))
	for _, size := range sizes {
		body = binary.BigEndian.AppendUint32(body, math.Float32bits(float32(size.Width)))
		body = binary.BigEndian.AppendUint32(body, math.Float32bits(float32(size.Height)))
	}
	return body
}

// decodeSizes reads the body of a paper reply. Every size is usable as a divisor afterwards.
func decodeSizes(body []byte) ([]Size, error) {
	if len(body)%sizeBytes != 0 || len(body) == 0 || len(body)/sizeBytes > MaxPages {
		return nil, fmt.Errorf("sizes in %d bytes: %w", len(body), errFrame)
	}
	sizes := make([]Size, 0, len(body)/sizeBytes)
	for ; len(body) > 0; body = body[sizeBytes:] {
		size := Size{
			Width:  float64(math.Float32frombits(binary.BigEndian.Uint32(body))),
			Height: float64(math.Float32frombits(binary.BigEndian.Uint32(body[4:]))),
		}
		if !size.sane() {
			return nil, fmt.Errorf("page of %g × %g points: %w", size.Width, size.Height, errFrame)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}

// sane is false for sizes that no page has: nothing, less, endless, not a number.
func (s Size) sane() bool {
	const least, most = 0.01, 1e6
	return s.Width >= least && s.Width <= most && s.Height >= least && s.Height <= most
}

// decodeWords reads the body of a words reply.
func decodeWords(body []byte) ([]Word, error) {
	var words []Word
	if err := json.Unmarshal(body, &words); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	return words, nil
}

// decodeHeadings reads the body of a lines reply. Levels and pages are within bounds afterwards.
func decodeHeadings(body []byte, pages int) ([]Heading, error) {
	var headings []Heading
	if err := json.Unmarshal(body, &headings); err != nil {
		return nil, fmt.Errorf("outline: %w", err)
	}
	if len(headings) > MaxHeadings {
		return nil, fmt.Errorf("outline of %d lines: %w", len(headings), errFrame)
	}
	for i, heading := range headings {
		if heading.Level < 0 || heading.Level > maxDepth {
			return nil, fmt.Errorf("heading at level %d: %w", heading.Level, errFrame)
		}
		if heading.Page < 0 || heading.Page >= pages {
			headings[i].Page = NoPage
		}
	}
	return headings, nil
}
