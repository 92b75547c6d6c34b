package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A pack with the real papers that there are reads well on a delegate's screen.
func TestRealPapersOnTheTablet(t *testing.T) {
	papers := realPapers(t)
	program, server := programs(t)
	folder := t.TempDir()
	data, packed := filepath.Join(folder, "room"), filepath.Join(folder, "pack")
	packPapers(t, packed, papers)
	startServer(t, server, data)
	run(t, server, "import", "--data", data, packed)
	clerk := open(t, "clerk", program, "clerk", "--data", filepath.Join(folder, "clerk"), "--pair", invitation(t, server, data, "clerk"))
	tablet := open(t, "tablet", program, "delegate", "--data", filepath.Join(folder, "tablet"), "--pair", invitation(t, server, data, "delegate"))
	clerk.tap(clerk.say("clerk.page.people"))
	clerk.tap(clerk.say("clerk.cards.issue"))
	confirm(clerk, clerk.say("clerk.cards.issue.confirm", "count", 1))
	clerk.tap(clerk.say("clerk.cards.print"))
	take(tablet, printedCodes(t, filepath.Join(folder, "clerk", "sheets"), clerk.say("sheet.cards"), 1)[0])
	for i, paper := range papers {
		pages := pageCount(t, paper)
		if i > 0 {
			tablet.tap(fmt.Sprintf("Văn bản %d", i+1)) // the item; its paper opens by itself
		}
		tablet.shows(tablet.say("chamber.paper.page", "page", 1, "total", pages))
		until(t, "the page is drawn", func() bool { return tablet.inked() }, tablet.all)
		tablet.keep(strings.TrimSuffix(filepath.Base(paper), ".pdf"))
	}
}

// realPapers are those of the shared data.
func realPapers(t *testing.T) []string {
	t.Helper()
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "data")
	}
	papers, err := filepath.Glob(filepath.Join(folder, "documents", "gov-*.pdf"))
	if err != nil || len(papers) == 0 {
		t.Skipf("shared data absent: %s", filepath.Join(folder, "documents", "gov-*.pdf"))
	}
	return papers
}

// packPapers writes a session pack with an item for each paper and one deputy.
func packPapers(t *testing.T, folder string, papers []string) {
	t.Helper()
	var items []any
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, paper := range papers {
		data, err := os.ReadFile(paper)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(paper)), data, 0o600); err != nil {
			t.Fatal(err)
		}
		items = append(items, map[string]any{
			"title": fmt.Sprintf("Văn bản %d", i+1), "papers": []any{map[string]any{"file": filepath.Base(paper)}},
		})
	}
	session, err := json.Marshal(map[string]any{
		"format": "congso-session-pack", "version": 1, "items": items,
		"session": map[string]any{"title": "Kỳ họp đọc tài liệu", "body": "hdnd", "starts_at": "2026-12-08T07:30:00+07:00"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"session.json": session, "delegates.csv": []byte("name,group,voting\nNguyễn Thị Phương Thảo Nguyên,Tổ 1,1\n")} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// pageCount is what poppler says.
func pageCount(t *testing.T, paper string) int {
	t.Helper()
	var pages int
	found := regexp.MustCompile(`(?m)^Pages:\s+(\d+)`).FindStringSubmatch(run(t, "pdfinfo", paper))
	if len(found) < 2 {
		t.Fatalf("no pages in %s", paper)
	}
	fmt.Sscan(found[1], &pages)
	return pages
}

// inked reports whether the place of the page shows more than one colour.
func (w *window) inked() bool {
	w.t.Helper()
	colours, err := exec.Command("import", "-display", w.display, "-window", "root", "-crop", "700x500+450+250", "-format", "%k", "info:").Output()
	if err != nil {
		w.t.Fatalf("look at the page: %v", err)
	}
	var count int
	fmt.Sscan(string(colours), &count)
	return count > 8
}
