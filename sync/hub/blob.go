package hub

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// Shelf is where the bytes of papers are.
type Shelf interface {
	// MayRead reports whether a device may read the bytes of hash now.
	MayRead(ctx context.Context, device, hash string) (bool, error)
	// MayWrite reports whether a device may hand in bytes.
	MayWrite(device string) bool
	// Open opens the bytes of hash.
	Open(hash string) (*os.File, error)
	// Receive takes the bytes of hash, from offset on, and checks them.
	Receive(ctx context.Context, hash string, offset int64, from io.Reader) error
}

// maxBlob is the largest paper a room takes, in bytes.
const maxBlob = 1 << 30

// Blobs answers GET, with ranges, and PUT of /blob/<hash>. Whoever may not see a document gets the
// same answer for bytes that are here and bytes that are not. device reads the id from the
// connection's certificate.
func Blobs(shelf Shelf, device func(*http.Request) (string, bool), wrong error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, ok := device(r)
		hash := strings.TrimPrefix(r.URL.Path, "/blob/")
		if !ok || strings.Contains(hash, "/") {
			http.NotFound(w, r)
			return
		}
		switch r.Method {
		case http.MethodGet, http.MethodHead:
			get(w, r, shelf, id, hash)
		case http.MethodPut:
			put(w, r, shelf, id, hash, wrong)
		default:
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
}

func get(w http.ResponseWriter, r *http.Request, shelf Shelf, device, hash string) {
	allowed, err := shelf.MayRead(r.Context(), device, hash)
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	if !allowed {
		http.NotFound(w, r)
		return
	}
	file, err := shelf.Open(hash)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", `"`+hash+`"`)
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", time.Time{}, file)
}

// put takes bytes; where a transfer broke off, header Upload-Offset says where it goes on.
func put(w http.ResponseWriter, r *http.Request, shelf Shelf, device, hash string, wrong error) {
	if !shelf.MayWrite(device) {
		http.NotFound(w, r)
		return
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if r.Header.Get("Upload-Offset") == "" {
		offset, err = 0, nil
	}
	if err != nil || offset < 0 || offset > maxBlob {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	err = shelf.Receive(r.Context(), hash, offset, http.MaxBytesReader(w, r.Body, maxBlob-offset))
	switch {
	case errors.Is(err, wrong):
		http.Error(w, "wrong hash", http.StatusUnprocessableEntity)
	case err != nil:
		http.Error(w, "", http.StatusInsufficientStorage)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
