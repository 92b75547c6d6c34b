package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A tablet that is told to draw nothing starts no render worker, shows papers all the same, and shows those that nobody
// opened before when the server is gone.
func TestTabletThatDrawsNothing(t *testing.T) {
	var papers []string
	total := 0
	for _, paper := range realPapers(t) {
		if strings.Contains(paper, "-19-pages") {
			papers = append(papers, paper)
		}
	}
	program, server := programs(t)
	for _, paper := range papers {
		total += pageCount(t, paper)
	}
	folder := t.TempDir()
	data, packed, at := filepath.Join(folder, "room"), filepath.Join(folder, "pack"), filepath.Join(folder, "tablet")
	packPapers(t, packed, papers)
	running := startServer(t, server, data)
	run(t, server, "import", "--data", data, packed)
	clerk := open(t, "clerk", program, "clerk", "--data", filepath.Join(folder, "clerk"), "--pair", invitation(t, server, data, "clerk"))
	tablet := open(t, "tablet", program, "delegate", "--bundles", "--data", at, "--pair", invitation(t, server, data, "delegate"))
	clerk.tap(clerk.say("clerk.page.people"))
	clerk.tap(clerk.say("clerk.cards.issue"))
	confirm(clerk, clerk.say("clerk.cards.issue.confirm", "count", 1))
	clerk.tap(clerk.say("clerk.cards.print"))
	take(tablet, printedCodes(t, filepath.Join(folder, "clerk", "sheets"), clerk.say("sheet.cards"), 1)[0])
	tablet.shows(tablet.say("chamber.paper.page", "page", 1, "total", pageCount(t, papers[0])))
	until(t, "the page is drawn", tablet.lettered, tablet.all)
	tablet.keep("bundles-online")
	until(t, "all pages are on the tablet", func() bool { return storedPages(t, filepath.Join(at, "pages")) == total }, tablet.all)
	if workers := workersOf(t, at); len(workers) > 0 {
		t.Errorf("it has render workers: %q", workers)
	}
	if err := running.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-running.ended
	last := len(papers) - 1
	tablet.tap(fmt.Sprintf("Văn bản %d", last+1))
	tablet.shows(tablet.say("chamber.paper.page", "page", 1, "total", pageCount(t, papers[last])))
	until(t, "the other paper is drawn without the server", tablet.lettered, tablet.all)
	tablet.keep("bundles-offline")
}

// storedPages counts the pages in the width in which they are read that a tablet has brought.
func storedPages(t *testing.T, folder string) (count int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "-1600") {
			count++
		}
		return nil // it may be on the move
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// workersOf are the render workers of the window with that data folder; the test fails where that window does not run.
func workersOf(t *testing.T, data string) (workers []string) {
	t.Helper()
	parents, lines := map[string]string{}, map[string]string{}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	window := ""
	for _, entry := range entries {
		if _, err := strconv.Atoi(entry.Name()); err != nil {
			continue
		}
		line, _ := os.ReadFile(filepath.Join("/proc", entry.Name(), "cmdline")) // nothing of a process that ended
		stat, _ := os.ReadFile(filepath.Join("/proc", entry.Name(), "stat"))
		if fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])); len(fields) > 1 {
			parents[entry.Name()] = fields[1]
		}
		lines[entry.Name()] = strings.ReplaceAll(string(line), "\x00", " ")
		if strings.Contains(lines[entry.Name()], "delegate") && strings.Contains(lines[entry.Name()], data) {
			window = entry.Name()
		}
	}
	if window == "" {
		t.Fatal("the window does not run")
	}
	for process, line := range lines {
		if parents[process] == window && strings.Contains(line, "render-worker") {
			workers = append(workers, line)
		}
	}
	return workers
}

// lettered reports whether something stands on the page itself, within its edges.
func (w *window) lettered() bool {
	w.t.Helper()
	colours, err := exec.Command("import", "-display", w.display, "-window", "root", "-crop", "620x480+430+300", "-format", "%k", "info:").Output()
	if err != nil {
		w.t.Fatalf("look at the page: %v", err)
	}
	var count int
	fmt.Sscan(string(colours), &count)
	return count > 8
}
