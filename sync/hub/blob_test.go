package hub

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"congso.vn/congso/app/chunk"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// papers is a real shelf; who may read and write is the test's word.
type papers struct {
	*storage.Blobs
	readers, writers string
	broken           error
	turned           int // bytes after which a paper is found to be changed; 0: it is not
	refusals         *Refusals
}

func (p *papers) MayRead(_ context.Context, device, _ string) (bool, error) {
	return strings.Contains(p.readers, device), p.broken
}

func (p *papers) MayWrite(device string) bool { return strings.Contains(p.writers, device) }

func (p *papers) Open(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	file, err := p.Blobs.Open(hash)
	if err != nil || p.turned == 0 {
		return file, err
	}
	return &turned{file, p.turned}, nil
}

// turned is a paper of which the disk changed what comes after some bytes.
type turned struct {
	io.ReadSeekCloser
	sound int
}

func (t *turned) Read(into []byte) (int, error) {
	if t.sound == 0 {
		return 0, storage.ErrWrongHash
	}
	n, err := t.ReadSeekCloser.Read(into[:min(len(into), t.sound)])
	t.sound -= n
	return n, err
}

func (p *papers) Manifest(ctx context.Context, hash string) ([]byte, error) {
	m, err := p.Blobs.Manifest(ctx, hash)
	return m.Encode(), err
}

func (p *papers) Receive(ctx context.Context, hash string, offset int64, from io.Reader) error {
	return p.Blobs.Receive(ctx, hash, offset, from, nil)
}

func newShelf(t *testing.T) (*papers, func(method, device, path, body string, header ...string) (int, http.Header, string)) {
	t.Helper()
	blobs, err := storage.OpenBlobs(t.TempDir())
	must(t, err)
	shelf := &papers{Blobs: blobs, readers: "reader", writers: "clerk", refusals: &Refusals{}}
	handler := Blobs(BlobsConfig{
		Shelf: shelf, Readers: shelf, Gate: NewGate(GateConfig{}), Wrong: storage.ErrWrongHash, Gap: storage.ErrGap,
		Refusals: shelf.refusals,
		Device: func(r *http.Request) (string, bool) {
			device := r.Header.Get("Device")
			return device, device != ""
		},
	})
	return shelf, func(method, device, path, body string, header ...string) (int, http.Header, string) {
		t.Helper()
		if !strings.HasPrefix(path, "/manifest/") {
			path = "/blob/" + path
		}
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("Device", device)
		for i := 0; i < len(header); i += 2 {
			request.Header.Set(header[i], header[i+1])
		}
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		return recorder.Code, recorder.Header(), recorder.Body.String()
	}
}

func TestBlobRead(t *testing.T) {
	shelf, ask := newShelf(t)
	data := strings.Repeat("tờ trình ", 10_000)
	hash := storagetest.HashOf([]byte(data))
	must(t, shelf.Receive(t.Context(), hash, 0, strings.NewReader(data)))
	tag := `"` + hash + `"`
	for what, c := range map[string]struct {
		header []string
		code   int
		body   string
	}{
		"whole":               {nil, http.StatusOK, data},
		"a part":              {[]string{"Range", "bytes=100-199"}, http.StatusPartialContent, data[100:200]},
		"the rest":            {[]string{"Range", "bytes=5000-"}, http.StatusPartialContent, data[5000:]},
		"the rest, if same":   {[]string{"Range", "bytes=5000-", "If-Range", tag}, http.StatusPartialContent, data[5000:]},
		"the rest of another": {[]string{"Range", "bytes=5000-", "If-Range", `"x"`}, http.StatusOK, data},
		"beyond the end":      {[]string{"Range", "bytes=1000000-"}, http.StatusRequestedRangeNotSatisfiable, ""},
		"had already":         {[]string{"If-None-Match", tag}, http.StatusNotModified, ""},
	} {
		code, header, body := ask(http.MethodGet, "reader", hash, "", c.header...)
		if code != c.code || (code < 400 && body != c.body) {
			t.Errorf("%s: %d with %d bytes, want %d with %d", what, code, len(body), c.code, len(c.body))
		}
		if code < 300 && header.Get("ETag") != tag {
			t.Errorf("%s: ETag %s", what, header.Get("ETag"))
		}
	}
	if code, header, body := ask(http.MethodHead, "reader", hash, ""); code != http.StatusOK || body != "" || header.Get("Content-Length") == "" {
		t.Errorf("HEAD: %d %v", code, header)
	}
}

// Whoever may not see a paper cannot tell whether its bytes are here.
func TestBlobRefused(t *testing.T) {
	shelf, ask := newShelf(t)
	hash, absent := storagetest.HashOf([]byte("mật")), storagetest.HashOf([]byte("không có"))
	must(t, shelf.Receive(t.Context(), hash, 0, strings.NewReader("mật")))
	code, header, body := ask(http.MethodGet, "stranger", hash, "")
	absentCode, absentHeader, absentBody := ask(http.MethodGet, "stranger", absent, "")
	if code != http.StatusNotFound || code != absentCode || body != absentBody || len(header) != len(absentHeader) {
		t.Errorf("here %d %q %v, absent %d %q %v", code, body, header, absentCode, absentBody, absentHeader)
	}
	for what, got := range map[string]func() (int, http.Header, string){
		"no device":             func() (int, http.Header, string) { return ask(http.MethodGet, "", hash, "") },
		"absent":                func() (int, http.Header, string) { return ask(http.MethodGet, "reader", absent, "") },
		"no hash":               func() (int, http.Header, string) { return ask(http.MethodGet, "reader", "", "") },
		"out of the folder":     func() (int, http.Header, string) { return ask(http.MethodGet, "reader", "../../etc/passwd", "") },
		"manifest, no device":   func() (int, http.Header, string) { return ask(http.MethodGet, "", "/manifest/"+hash, "") },
		"manifest, absent":      func() (int, http.Header, string) { return ask(http.MethodGet, "reader", "/manifest/"+absent, "") },
		"not asked by a reader": func() (int, http.Header, string) { return ask(http.MethodHead, "stranger", hash, "") },
		"not a writer":          func() (int, http.Header, string) { return ask(http.MethodPut, "reader", absent, "không có") },
	} {
		if code, _, body := got(); code != http.StatusNotFound || strings.Contains(body, "mật") {
			t.Errorf("%s: %d %q", what, code, body)
		}
	}
	if shelf.Has(absent) {
		t.Error("a device without the right handed bytes in")
	}
	if code, _, _ := ask(http.MethodPut, "clerk", "/manifest/"+hash, "mật"); code != http.StatusMethodNotAllowed {
		t.Errorf("a manifest handed in: %d", code)
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete, http.MethodPatch} {
		if code, _, _ := ask(method, "clerk", hash, ""); code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, code)
		}
	}
	shelf.broken = errors.New("i/o")
	if code, _, body := ask(http.MethodGet, "reader", hash, ""); code != http.StatusInternalServerError || strings.Contains(body, "mật") {
		t.Errorf("rights unread: %d %q", code, body)
	}
}

// A paper that is found to be changed only while it is sent breaks off there and is counted, once.
func TestBlobFoundDamagedWhileSent(t *testing.T) {
	shelf, ask := newShelf(t)
	data := strings.Repeat("tờ trình ", 100_000)
	hash := storagetest.HashOf([]byte(data))
	must(t, shelf.Receive(t.Context(), hash, 0, strings.NewReader(data)))
	shelf.turned = 70_000
	if code, _, body := ask(http.MethodGet, "reader", hash, ""); code != http.StatusOK || body != data[:shelf.turned] {
		t.Errorf("%d with %d bytes, want the %d sound ones", code, len(body), shelf.turned)
	}
	if count := shelf.refusals.Counts()[DamagedPaper]; count != 1 {
		t.Errorf("counted %d times", count)
	}
}

// A manifest tells as much of a paper as its bytes: the same right is asked, and the same refusal given.
func TestManifestByTheSameRight(t *testing.T) {
	shelf, ask := newShelf(t)
	data := strings.Repeat("tờ trình mật ", 10_000)
	hash, absent := storagetest.HashOf([]byte(data)), storagetest.HashOf([]byte("không có"))
	must(t, shelf.Receive(t.Context(), hash, 0, strings.NewReader(data)))
	code, header, body := ask(http.MethodGet, "reader", "/manifest/"+hash, "")
	m, err := chunk.Decode([]byte(body))
	if code != http.StatusOK || err != nil || m.Size != int64(len(data)) || header.Get("ETag") != `"`+hash+`"` {
		t.Errorf("read: %d %v %d bytes, %v", code, header, m.Size, err)
	}
	wantCode, wantHeader, wantBody := ask(http.MethodGet, "stranger", absent, "")
	for _, path := range []string{"/manifest/" + hash, "/manifest/" + absent} {
		if code, header, body := ask(http.MethodGet, "stranger", path, ""); code != wantCode || body != wantBody || len(header) != len(wantHeader) {
			t.Errorf("%s: %d %q %v, a paper that is not here %d %q %v", path, code, body, header, wantCode, wantBody, wantHeader)
		}
	}
	shelf.broken = errors.New("i/o")
	if code, _, body := ask(http.MethodGet, "reader", "/manifest/"+hash, ""); code != http.StatusInternalServerError || body != "\n" {
		t.Errorf("rights unread: %d %q", code, body)
	}
}

func TestBlobHandedIn(t *testing.T) {
	shelf, ask := newShelf(t)
	data := strings.Repeat("nghị quyết ", 5000)
	hash := storagetest.HashOf([]byte(data))
	put := func(body string, header ...string) int {
		t.Helper()
		code, _, _ := ask(http.MethodPut, "clerk", hash, body, header...)
		return code
	}
	for _, offset := range []string{"-1", "x", "1.5", "99999999999999999999", "2000000000"} {
		if code := put(data, "Upload-Offset", offset); code != http.StatusBadRequest {
			t.Errorf("offset %s: %d", offset, code)
		}
	}
	if code := put(data[1:]); code != http.StatusUnprocessableEntity || shelf.Has(hash) || shelf.PartSize(hash) != 0 {
		t.Errorf("wrong bytes: %d", code)
	}
	// Half of it came before the connection broke.
	broken := io.MultiReader(strings.NewReader(data[:20_000]), &brokenReader{})
	if err := shelf.Receive(t.Context(), hash, 0, broken); err == nil {
		t.Fatal("a broken transfer was taken")
	}
	code, header, _ := ask(http.MethodPut, "clerk", hash, data[30_000:], UploadOffset, "30000")
	if code != http.StatusConflict || header.Get(UploadOffset) != "20000" || shelf.PartSize(hash) != 20_000 {
		t.Errorf("an offset beyond what is here: %d %v, %d bytes are left of 20000", code, header, shelf.PartSize(hash))
	}
	if code, header, _ := ask(http.MethodHead, "clerk", hash, ""); code != http.StatusNoContent || header.Get(UploadOffset) != "20000" {
		t.Errorf("asked how much is here: %d %v", code, header)
	}
	if code := put(data[20_000:], "Upload-Offset", "20000"); code != http.StatusNoContent || !shelf.Has(hash) {
		t.Errorf("the rest: %d", code)
	}
	if code, header, _ := ask(http.MethodHead, "clerk", hash, ""); code != http.StatusOK || header.Get(UploadOffset) != strconv.Itoa(len(data)) {
		t.Errorf("asked whether all is here: %d %v", code, header)
	}
	if code := put("gì cũng được"); code != http.StatusNoContent {
		t.Errorf("what is here already: %d", code)
	}
	file, err := shelf.Open(t.Context(), hash)
	must(t, err)
	defer file.Close()
	if kept, err := io.ReadAll(file); err != nil || !bytes.Equal(kept, []byte(data)) {
		t.Errorf("%d bytes are kept of %d: %v", len(kept), len(data), err)
	}
}

type brokenReader struct{}

func (*brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
