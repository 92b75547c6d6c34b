package hub

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Shelf is where the bytes of papers are.
type Shelf interface {
	// Open opens the bytes of hash. Each is held against what it was before it is given: an error that wraps
	// Wrong of the config says that it was changed.
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, error)
	// Size returns how many bytes hash has, where they are here.
	Size(hash string) (int64, bool)
	// Manifest returns which pieces the bytes of hash are made of, as it is written.
	Manifest(ctx context.Context, hash string) ([]byte, error)
	// PartSize returns how many bytes of hash are here that did not come whole.
	PartSize(hash string) int64
	// Receive takes the bytes of hash, from offset on, and checks them.
	Receive(ctx context.Context, hash string, offset int64, from io.Reader) error
}

// Readers says who may have the bytes of papers.
type Readers interface {
	// MayRead reports whether a device may read the bytes of hash now.
	MayRead(ctx context.Context, device, hash string) (bool, error)
	// MayWrite reports whether a device may hand in bytes.
	MayWrite(device string) bool
}

// BlobsConfig says how papers are served.
type BlobsConfig struct {
	Shelf   Shelf
	Readers Readers
	// Device reads a device's id from the certificate of a request's connection.
	Device func(*http.Request) (string, bool)
	Gate   *Gate
	// Wrong and Gap are what Receive's errors are when bytes have another hash, and when they do not
	// continue what is here.
	Wrong, Gap error
	Refusals   *Refusals // nil: nobody counts
}

// maxBlob is the largest paper a room takes, in bytes.
const maxBlob = 1 << 30

// Blobs answers GET and HEAD, with ranges, and PUT of /blob/<hash>, and GET of /manifest/<hash>. Whoever
// may not see a document gets the same answer for bytes that are here and bytes that are not.
func Blobs(config BlobsConfig) http.Handler {
	b := &blobs{config}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		device, known := config.Device(r)
		hash, isBlob := strings.CutPrefix(r.URL.Path, "/blob/")
		if !isBlob {
			hash = strings.TrimPrefix(r.URL.Path, "/manifest/")
		}
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		switch {
		case !known || strings.Contains(hash, "/"):
			http.NotFound(w, r)
		case r.Method == http.MethodHead && isBlob && config.Readers.MayWrite(device):
			b.ask(w, hash)
		case reads && isBlob:
			b.get(w, r, device, hash)
		case reads:
			b.manifest(w, r, device, hash)
		case r.Method == http.MethodPut && isBlob:
			b.put(w, r, device, hash)
		default:
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
}

type blobs struct{ BlobsConfig }

// readable reports whether a device may read, and answers where it may not.
func (b *blobs) readable(w http.ResponseWriter, r *http.Request, device, hash string) bool {
	allowed, err := b.Readers.MayRead(r.Context(), device, hash)
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return false
	}
	if !allowed {
		b.Refusals.Count(WithheldPaper)
		http.NotFound(w, r)
	}
	return allowed
}

func (b *blobs) get(w http.ResponseWriter, r *http.Request, device, hash string) {
	if !b.readable(w, r, device, hash) {
		return
	}
	file, err := b.Shelf.Open(r.Context(), hash)
	if err != nil {
		b.unopened(w, r, err)
		return
	}
	defer file.Close()
	describe(w, hash)
	sent := &counted{file, b}
	b.Gate.Through(w, r, func(w http.ResponseWriter) { http.ServeContent(w, r, "", time.Time{}, sent) })
}

// counted counts a paper that is found to be changed only while it is sent: its answer breaks off there.
type counted struct {
	io.ReadSeeker
	blobs *blobs
}

func (c *counted) Read(into []byte) (int, error) {
	n, err := c.ReadSeeker.Read(into)
	if c.blobs.isDamaged(err) {
		c.blobs.Refusals.Count(DamagedPaper)
	}
	return n, err
}

func (b *blobs) isDamaged(err error) bool { return b.Wrong != nil && errors.Is(err, b.Wrong) }

// unopened answers that a paper, or what is told of it, cannot be given. One that was changed on the disk is
// not one that the room does not have: the device keeps what it has of it and asks again later.
func (b *blobs) unopened(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case b.isDamaged(err):
		b.Refusals.Count(DamagedPaper)
		http.Error(w, "damaged", http.StatusInternalServerError)
	case errors.Is(err, fs.ErrNotExist):
		b.Refusals.Count(WithheldPaper)
		http.NotFound(w, r)
	default:
		http.Error(w, "", http.StatusInternalServerError)
	}
}

func (b *blobs) manifest(w http.ResponseWriter, r *http.Request, device, hash string) {
	if !b.readable(w, r, device, hash) {
		return
	}
	data, err := b.Shelf.Manifest(r.Context(), hash)
	if err != nil {
		b.unopened(w, r, err)
		return
	}
	describe(w, hash)
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(data)))
}

func describe(w http.ResponseWriter, hash string) {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", `"`+hash+`"`)
	w.Header().Set("Cache-Control", "no-store")
}

// UploadOffset is the header that says where a transfer goes on: in a request from where on its bytes
// are, in an answer how many are here.
const UploadOffset = "Upload-Offset"

// ask tells a device that hands papers in how much is here: 200 with the whole size, or 204 with a part.
func (b *blobs) ask(w http.ResponseWriter, hash string) {
	status, size := http.StatusNoContent, b.Shelf.PartSize(hash)
	if whole, here := b.Shelf.Size(hash); here {
		status, size = http.StatusOK, whole
		w.Header().Set("Accept-Ranges", "bytes")
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
		describe(w, hash)
	}
	w.Header().Set(UploadOffset, strconv.FormatInt(size, 10))
	w.WriteHeader(status)
}

// put takes bytes; where a transfer broke off, header Upload-Offset says where it goes on.
func (b *blobs) put(w http.ResponseWriter, r *http.Request, device, hash string) {
	if !b.Readers.MayWrite(device) {
		http.NotFound(w, r)
		return
	}
	offset, err := strconv.ParseInt(r.Header.Get(UploadOffset), 10, 64)
	if r.Header.Get(UploadOffset) == "" {
		offset, err = 0, nil
	}
	if err != nil || offset < 0 || offset > maxBlob {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	err = b.Shelf.Receive(r.Context(), hash, offset, http.MaxBytesReader(w, r.Body, maxBlob-offset))
	switch {
	case errors.Is(err, b.Wrong):
		b.Refusals.Count(ForgedPaper)
		http.Error(w, "wrong hash", http.StatusUnprocessableEntity)
	case errors.Is(err, b.Gap):
		w.Header().Set(UploadOffset, strconv.FormatInt(b.Shelf.PartSize(hash), 10))
		http.Error(w, "", http.StatusConflict)
	case isTooLarge(err):
		http.Error(w, "", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "", http.StatusInsufficientStorage)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func isTooLarge(err error) bool {
	_, large := errors.AsType[*http.MaxBytesError](err)
	return large
}
