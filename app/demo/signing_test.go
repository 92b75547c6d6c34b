package demo

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/signature"
)

// The demonstration shows what signatures look like: of an office that is trusted, and of one that nobody knows.
func TestPapersAreSigned(t *testing.T) {
	folder, trust := filepath.Join(t.TempDir(), "pack"), filepath.Join(t.TempDir(), "trust")
	if err := os.CopyFS(folder, os.DirFS(autumnPack(t))); err != nil {
		t.Fatal(err)
	}
	if err := Sign(folder, trust, autumn); err != nil {
		t.Fatal(err)
	}
	store, err := signature.LoadStore(os.DirFS(trust))
	if err != nil || store.Roots() != 1 {
		t.Fatalf("%d roots, %v", store.Roots(), err)
	}
	desk, err := reading.Open(t.Context(), t.TempDir(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	desk.SetTrust(store)
	for name, office := range signed {
		data, err := os.ReadFile(filepath.Join(folder, papersFolder, name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		found, err := desk.Signatures(t.Context(), name, data, autumn)
		if err != nil || len(found.Verdicts) != 1 || found.Unlisted != 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
			continue
		}
		want := signature.StateUnknown
		if office == wardsOffice {
			want = signature.StateGood
		}
		if verdict := found.Verdicts[0]; verdict.State() != want || verdict.Signer.Name != office || verdict.Reason == "" {
			t.Errorf("%s by %q: %s, %v, %v", name, verdict.Signer.Name, verdict.State(), verdict.Codes(), verdict.Err)
		}
	}
}
