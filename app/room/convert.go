package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"congso.vn/congso/app/office"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// Converter turns office papers into PDF; office.Office is one. take is given where the PDF lies and how many pages
// it has, and the PDF is gone when it returns.
type Converter interface {
	Convert(ctx context.Context, paper io.ReaderAt, size int64, began func(), take func(path string, pages int) error) error
}

// conversionBeat is how often a device that waits is told that its paper is not forgotten.
const conversionBeat = 5 * time.Second

// conversions remembers what was made of office papers, so that who asks again after a broken line is answered at once.
type conversions struct {
	mu   sync.Mutex
	made map[string]wire.Conversion // by hash of the office paper
}

// mostConversions is how many are remembered.
const mostConversions = 256

func (c *conversions) get(hash string) (wire.Conversion, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, known := c.made[hash]
	return made, known
}

func (c *conversions) put(hash string, made wire.Conversion) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil || len(c.made) >= mostConversions {
		c.made = map[string]wire.Conversion{}
	}
	c.made[hash] = made
}

// Convert makes a PDF of an office paper whose bytes are here and puts it among the papers, where it belongs to
// nothing yet. began, which may be nil, is called when it is its turn. An *office.Error says what is wrong with the
// paper.
func Convert(ctx context.Context, converter Converter, blobs *storage.Blobs, hash string, began func()) (made wire.Conversion, err error) {
	if converter == nil {
		return made, &office.Error{Code: office.CodeNotInstalled}
	}
	paper, err := blobs.OpenSound(ctx, hash)
	if err != nil {
		return made, err
	}
	defer paper.Close()
	size, err := paper.Seek(0, io.SeekEnd)
	if err != nil {
		return made, err
	}
	err = converter.Convert(ctx, &seeking{paper: paper}, size, began, func(path string, pages int) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		made.Pages = pages
		if made.Blob, made.Size, err = storage.Sum(file); err != nil {
			return err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return blobs.Receive(ctx, made.Blob, 0, file, nil)
	})
	if err != nil {
		return wire.Conversion{}, err
	}
	return made, nil
}

// seeking reads at places from what can only be read from where it stands.
type seeking struct {
	mu    sync.Mutex
	paper io.ReadSeeker
}

func (s *seeking) ReadAt(into []byte, offset int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.paper.Seek(offset, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.paper, into)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// serveConversion answers a clerk's desk that asks for a PDF of an office paper which it handed in: lines of JSON, the
// last of which is the outcome. Who leaves ends the conversion.
func (r *Room) serveConversion(w http.ResponseWriter, q *http.Request) {
	hash := strings.TrimPrefix(q.URL.Path, "/convert/")
	if !(shelf{r}).MayWrite(trust.DeviceOf(q.Context())) || strings.Contains(hash, "/") || !r.blobs.Has(hash) {
		http.NotFound(w, q)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	var mu sync.Mutex
	state := wire.ConversionWaiting
	lines := json.NewEncoder(w)
	flush := http.NewResponseController(w)
	say := func(line wire.Conversion) {
		mu.Lock()
		defer mu.Unlock()
		if line.State != "" {
			state = line.State
		}
		// Who is gone hears nothing, and the request's context ends.
		_ = lines.Encode(line)
		_ = flush.Flush()
	}
	say(wire.Conversion{State: state})
	ended := make(chan struct{})
	var beating sync.WaitGroup
	beating.Go(func() {
		ticker := time.NewTicker(conversionBeat)
		defer ticker.Stop()
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
				mu.Lock()
				now := state
				mu.Unlock()
				say(wire.Conversion{State: now})
			}
		}
	})
	made := r.convert(q.Context(), hash, func() { say(wire.Conversion{State: wire.ConversionTurning}) })
	close(ended)
	beating.Wait()
	say(made)
}

// convert is Convert for a device, with its outcome as it is told.
func (r *Room) convert(ctx context.Context, hash string, began func()) wire.Conversion {
	if made, known := r.conversions.get(hash); known && r.blobs.Has(made.Blob) {
		return made
	}
	made, err := Convert(ctx, r.config.Converter, r.blobs, hash, began)
	code, ofPaper := office.CodeOf(err)
	switch {
	case err == nil:
		r.conversions.put(hash, made)
		return made
	case ofPaper:
		r.config.Logger.Info("Office paper not turned", "paper", hash, "error", err)
		if err := r.dropUnread(ctx, hash); err != nil {
			r.config.Logger.Warn("Office paper not removed", "paper", hash, "error", err)
		}
		return wire.Conversion{Code: string(code)}
	}
	if ctx.Err() == nil {
		r.config.Logger.Error("Office paper not turned", "paper", hash, "error", err)
	}
	return wire.Conversion{Code: wire.ConversionUnavailable}
}

// dropUnread removes bytes that no document has.
func (r *Room) dropUnread(ctx context.Context, hash string) error {
	readable, err := r.log.IsReadable(ctx, hash)
	if err != nil || readable {
		return err
	}
	if err := r.blobs.Remove(hash); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("room: %w", err)
	}
	return nil
}
