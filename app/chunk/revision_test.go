package chunk_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"congso.vn/congso/app/chunk/revisiontest"
)

func papers(t testing.TB) string {
	t.Helper()
	shared := os.Getenv("CONGSO_DATA")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared", "data")
	}
	folder := filepath.Join(shared, "documents")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("shared data absent: " + folder)
	}
	return folder
}

// One page of a large scan was scanned anew: what is fetched is hardly more than the new picture.
func TestRescannedPage(t *testing.T) {
	cost, err := revisiontest.Large()
	if err != nil {
		t.Fatal(err)
	}
	t.Log(cost)
	if cost.Size < 20_000_000 {
		t.Errorf("the scan has %d bytes only", cost.Size)
	}
	if cost.Share() > 0.03 || cost.Ratio() > 1.2 {
		t.Errorf("%.2f %% of the paper are fetched, %.2f of the picture", 100*cost.Share(), cost.Ratio())
	}
}

// One page of an office's text was written anew, and every object behind it moved.
func TestRewrittenPage(t *testing.T) {
	before := revisiontest.Office(300, 1)
	page := before.Pages()[149]
	after, written, whole := before.Rewrite(page)
	cost, err := revisiontest.Between("office's text of 300 pages", before.Write(), after.Write(), written, whole)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(cost)
	if cost.Share() > 0.03 || cost.Ratio() > 3 {
		t.Errorf("%.2f %% of the paper are fetched, %.2f of the page's objects", 100*cost.Share(), cost.Ratio())
	}
}

// One page of real papers was written anew.
func TestRewrittenPapers(t *testing.T) {
	costs, err := revisiontest.Papers(papers(t), 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(costs) == 0 {
		t.Skip("shared data absent: no gov-*.pdf")
	}
	for _, cost := range costs {
		t.Log(cost)
		// The table of places is no object of the page, and 20 bytes for each object of the paper.
		if cost.New > 3*cost.Page+cost.Table+16<<10 || cost.Share() > 0.1 {
			t.Errorf("%s: too much is fetched", cost.Name)
		}
	}
}

// Another program saved the paper: it counts objects anew, and writes them in another order.
func TestSavedByAnotherProgram(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("qpdf is not installed: no other program saves the paper")
	}
	scan, err := revisiontest.Scan(12, 3)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		document *revisiontest.Document
		most     float64
	}{
		"scan":          {scan, 0.02},
		"office's text": {revisiontest.Office(100, 3), 0.20},
	} {
		folder := t.TempDir()
		from, to := filepath.Join(folder, "a.pdf"), filepath.Join(folder, "b.pdf")
		before := c.document.Write()
		if err := os.WriteFile(from, before, 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.Command(qpdf, "--check", from).CombinedOutput(); err != nil && name != "scan" { // its pictures are noise
			t.Fatalf("%s is no sound PDF: %v: %s", name, err, said)
		}
		if said, err := exec.Command(qpdf, from, to).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		after, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		cost, err := revisiontest.Between(name+" saved by qpdf", before, after, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(cost)
		if cost.Share() > c.most {
			t.Errorf("%s: %.1f %% of the paper are fetched", name, 100*cost.Share())
		}
	}
}
