package pack

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// unmarked is a pack whose papers have names in an alphabet that the zip does not tell.
func unmarked(listed []string, names ...string) *Pack {
	whole := plain(files{"session.json": sessionWith(nil, papers(listed...))})
	delete(whole, "papers/a.pdf")
	headers := []*zip.FileHeader{{Name: "session.json"}, {Name: "delegates.csv"}}
	for _, name := range names {
		whole[name] = pdf(name)
		headers = append(headers, &zip.FileHeader{Name: name, NonUTF8: true})
	}
	return inMemory(zipOf(headers, func(h *zip.FileHeader) string { return whole[h.Name] }))
}

// Windows set to Vietnamese writes its code page 1258, the zip format says 437: í is also φ, è is
// also Φ, and φ and Φ are one name where cases are not told apart.
func TestNamesOfUntoldAlphabets(t *testing.T) {
	for _, c := range []struct {
		name   string
		listed []string
		files  []string
		faults []string
	}{
		{name: "as Windows writes it", listed: []string{"mí.pdf"}, files: []string{"m\xed.pdf"}},
		{name: "as the format says", listed: []string{"mφ.pdf"}, files: []string{"m\xed.pdf"}},
		{name: "both of two", listed: []string{"mí.pdf", "mè.pdf"}, files: []string{"m\xed.pdf", "m\xe8.pdf"}},
		{name: "a name that could be either", listed: []string{"mí.pdf", "mè.pdf", "mφ.pdf"}, files: []string{"m\xed.pdf", "m\xe8.pdf"},
			faults: []string{`pack.file-missing "mφ.pdf" /items 1 /papers 3`}},
		{name: "a told name goes before one that could be read so", listed: []string{"mφ.pdf", "mí.pdf"}, files: []string{"m\xed.pdf", "mφ.pdf"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, err := Read(context.Background(), unmarked(c.listed, c.files...), Options{NewID: numbered()})
			if c.faults != nil {
				sameLines(t, "faults", shorts(faultsOf(t, err).Faults), c.faults)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, "remarks", shorts(result.Remarks), nil)
			hashes := map[string]bool{}
			for _, paper := range result.Papers {
				hashes[paper.Hash] = true
			}
			if len(hashes) != len(c.files) {
				t.Errorf("%d papers of %d files", len(hashes), len(c.files))
			}
		})
	}
}

// A folder that is a link, and one that leads round in a circle, are left out and said so.
func TestLinkedFolders(t *testing.T) {
	top := plain(nil).folder(t)
	outside := plain(files{"secret.pdf": pdf("secret")}).folder(t)
	for name, to := range map[string]string{"elsewhere": outside, "round": top, "nowhere": filepath.Join(top, "gone")} {
		if err := os.Symlink(to, filepath.Join(top, name)); err != nil {
			t.Skip("this system makes no links: ", err)
		}
	}
	result, err := readPath(t, top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "remarks", shorts(result.Remarks), []string{
		`pack.link-left-out "elsewhere"`, `pack.link-left-out "nowhere"`, `pack.link-left-out "round"`})
	listed := plain(files{"session.json": sessionWith(nil, papers("elsewhere/secret.pdf", "papers/a.pdf"))}).folder(t)
	if err := os.Symlink(outside, filepath.Join(listed, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	_, err = readPath(t, listed, Options{})
	sameLines(t, "faults", shorts(faultsOf(t, err).Faults), []string{`pack.file-missing "elsewhere/secret.pdf" /items 1 /papers 1`})
}
