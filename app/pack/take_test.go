package pack

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/office"
)

// taker keeps what Take hands over, as a room does: bytes by their hash, then one session.
type taker struct {
	blobs     map[string][]byte
	did       []string
	session   council.Import
	failStore error
	failTake  error
}

func (k *taker) store(_ context.Context, paper Paper) error {
	if k.failStore != nil {
		return k.failStore
	}
	file, err := paper.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	sum := blake3.Sum256(data)
	if hash := hex.EncodeToString(sum[:]); hash != paper.Hash || int64(len(data)) != paper.Size {
		return fmt.Errorf("%s has %d bytes of hash %s", paper.Path, len(data), hash)
	}
	if k.blobs == nil {
		k.blobs = map[string][]byte{}
	}
	k.blobs[paper.Hash] = data
	k.did = append(k.did, "store "+paper.Path)
	return nil
}

func (k *taker) submit(_ context.Context, session council.Import) error {
	if k.failTake != nil {
		return k.failTake
	}
	for _, document := range session.Documents {
		if _, held := k.blobs[document.Blob]; !held {
			return fmt.Errorf("%s was submitted before its bytes", document.Title)
		}
	}
	k.session = session
	k.did = append(k.did, "submit")
	return nil
}

func two() files {
	return plain(files{"session.json": sessionWith(nil, papers("papers/a.pdf", "papers/b.pdf")), "papers/b.pdf": pdf("b")})
}

func TestTakeStoresThenSubmitsOnce(t *testing.T) {
	for kind, path := range map[string]string{"folder": two().folder(t), "zip": two().zipFile(t)} {
		t.Run(kind, func(t *testing.T) {
			room := &taker{}
			result, err := Take(context.Background(), path, Options{NewID: numbered()}, room.store, room.submit)
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, "acts", room.did, []string{"store papers/a.pdf", "store papers/b.pdf", "submit"})
			if room.session.Session.Title != "Kỳ họp thứ Ba" || len(room.session.Documents) != 2 || len(result.Persons) != 2 {
				t.Errorf("%+v", room.session)
			}
			mustBeAccepted(t, result, nil)
		})
	}
}

func TestTakeSubmitsNothingAfterAFailure(t *testing.T) {
	full := errors.New("disk full")
	path := two().folder(t)
	t.Run("store", func(t *testing.T) {
		room := &taker{failStore: full}
		if _, err := Take(context.Background(), path, Options{NewID: numbered()}, room.store, room.submit); !errors.Is(err, full) {
			t.Error(err)
		}
		sameLines(t, "acts", room.did, nil)
	})
	t.Run("submit", func(t *testing.T) {
		room := &taker{failTake: full}
		if _, err := Take(context.Background(), path, Options{NewID: numbered()}, room.store, room.submit); !errors.Is(err, full) {
			t.Error(err)
		}
	})
	t.Run("refused pack", func(t *testing.T) {
		room := &taker{}
		_, err := Take(context.Background(), files{"notes.txt": "x"}.folder(t), Options{NewID: numbered()}, room.store, room.submit)
		if refused := faultsOf(t, err); refused.Code != NothingInside {
			t.Error(refused)
		}
		sameLines(t, "acts", room.did, nil)
	})
	t.Run("no pack at all", func(t *testing.T) {
		room := &taker{}
		_, err := Take(context.Background(), filepath.Join(t.TempDir(), "USB"), Options{NewID: numbered()}, room.store, room.submit)
		if refused := faultsOf(t, err); refused.Code != Unreadable {
			t.Error(refused)
		}
	})
	t.Run("called off", func(t *testing.T) {
		ctx, stop := context.WithCancel(context.Background())
		stop()
		room := &taker{}
		if _, err := Take(ctx, path, Options{NewID: numbered()}, room.store, room.submit); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		sameLines(t, "acts", room.did, nil)
	})
}

// A paper that changes between being hashed and being stored must not come in under the old hash.
func TestPaperChangedSinceItWasRead(t *testing.T) {
	changes := map[string]func(at string) error{
		"other bytes of the same length": func(at string) error { return os.WriteFile(at, []byte(pdf("x")), 0o644) },
		"longer":                         func(at string) error { return os.WriteFile(at, []byte(pdf("a")+"more"), 0o644) },
		"cut off":                        func(at string) error { return os.Truncate(at, 5) },
		"another file in its place": func(at string) error {
			if err := os.WriteFile(at+".new", []byte(pdf("a")), 0o644); err != nil {
				return err
			}
			return os.Rename(at+".new", at)
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			path := plain(nil).folder(t)
			room := &taker{}
			store := func(ctx context.Context, paper Paper) error {
				if err := change(filepath.Join(path, "papers", "a.pdf")); err != nil {
					t.Fatal(err)
				}
				return room.store(ctx, paper)
			}
			_, err := Take(context.Background(), path, Options{NewID: numbered()}, store, room.submit)
			refused := faultsOf(t, err)
			sameLines(t, "faults", shorts(refused.Faults), []string{`pack.file-changed "papers/a.pdf"`})
			sayable(t, refused.Faults)
			sameLines(t, "acts", room.did, nil)
		})
	}
}

func TestProgressReachesTheWhole(t *testing.T) {
	var done, total, before int64
	options := Options{NewID: numbered(), Progress: func(d, whole int64) {
		if d < before || d > whole {
			t.Errorf("progress went from %d to %d of %d", before, d, whole)
		}
		before, done, total = d, d, whole
	}}
	room := &taker{}
	if _, err := Take(context.Background(), two().folder(t), options, room.store, room.submit); err != nil {
		t.Fatal(err)
	}
	if want := int64(len(pdf("a")) + len(pdf("b"))); done != want || total != want {
		t.Errorf("progress ended at %d of %d, want %d", done, total, want)
	}
}

// An office paper of a pack is stored, turned into a PDF and kept beside it; one that cannot be turned refuses the
// whole pack, and every such paper is named.
func TestOfficePapersOfAPack(t *testing.T) {
	pack := plain(files{"session.json": sessionWith(nil, papers("papers/a.pdf", "papers/b.docx", "papers/c.xls")), "papers/b.docx": "PK\x03\x04 b", "papers/c.xls": "\xD0\xCF\x11\xE0 c"})
	room := &taker{}
	wrong := map[string]office.Code{}
	options := Options{NewID: numbered(), Convert: func(_ context.Context, paper Paper) (Converted, error) {
		if code := wrong[paper.Path]; code != "" {
			return Converted{}, &office.Error{Code: code}
		}
		if room.blobs[paper.Hash] == nil {
			t.Errorf("%s is turned before it is stored", paper.Path)
		}
		room.blobs["pdf of "+paper.Path] = nil
		return Converted{Blob: "pdf of " + paper.Path, Size: 7, Pages: 3}, nil
	}}
	if _, err := Take(t.Context(), pack.folder(t), options, room.store, room.submit); err != nil {
		t.Fatal(err)
	}
	made := room.session.Documents[1]
	original := made.Original
	if made.Blob != "pdf of papers/b.docx" || made.Size != 7 || made.Pages != 3 || original == nil || original.Name != "b.docx" || original.Size != 6 || room.blobs[original.File] == nil {
		t.Errorf("%+v of %+v", made, original)
	}
	if first := room.session.Documents[0]; first.Original != nil {
		t.Errorf("a PDF has an original: %+v", first)
	}
	wrong = map[string]office.Code{"papers/b.docx": office.CodeMacros, "papers/c.xls": office.CodeNotInstalled}
	room = &taker{}
	_, err := Take(t.Context(), pack.folder(t), options, room.store, room.submit)
	refused, ok := errors.AsType[*Error](err)
	if !ok || len(refused.Faults) != 2 || refused.Faults[0].Code != OfficeMacros || refused.Faults[0].Path != "papers/b.docx" || refused.Faults[1].Code != OfficeNotInstalled {
		t.Errorf("%v", err)
	}
	if room.session.Session.ID != "" {
		t.Error("the session is taken")
	}
	options.Convert = nil
	if _, err := Take(t.Context(), pack.folder(t), options, room.store, room.submit); !isRefused(err, PaperNotPDF) {
		t.Errorf("without anybody who turns them: %v", err)
	}
}

func isRefused(err error, code string) bool {
	refused, ok := errors.AsType[*Error](err)
	return ok && refused.Code == code
}

// Without session.json office papers are items as PDF files are.
func TestOfferedOfficePapers(t *testing.T) {
	pack := files{"Ngân sách.docx": "PK\x03\x04 b", "Đầu tư.pdf": pdf("a"), "ảnh.png": "x"}
	options := Options{NewID: numbered(), Convert: func(context.Context, Paper) (Converted, error) { return Converted{Blob: "pdf", Size: 1}, nil }}
	opened, err := Open(pack.folder(t))
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	result, err := Read(t.Context(), opened, options)
	if err != nil || len(result.Import.Items) != 2 || len(result.Papers) != 2 || result.Papers[1].Office == result.Papers[0].Office {
		t.Errorf("%+v %v", result.Papers, err)
	}
}
