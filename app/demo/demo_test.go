package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/assets"
)

var autumn = time.Date(2026, time.December, 18, 8, 2, 11, 0, hanoi)

// made is one pack for all tests that only read it, and what its writing told.
var made struct {
	once  sync.Once
	dir   string
	heard [][2]int
	err   error
}

func TestMain(m *testing.M) {
	pages.BecomeWorker(os.Args, nil)
	code := m.Run()
	if made.dir != "" {
		if err := os.RemoveAll(filepath.Dir(made.dir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// autumnPack returns the folder of the pack that all tests share. It was made where an empty
// folder stood before.
func autumnPack(t *testing.T) string {
	t.Helper()
	made.once.Do(func() {
		parent, err := os.MkdirTemp("", "demo-*")
		if err != nil {
			made.err = err
			return
		}
		made.dir = filepath.Join(parent, "ky-hop-mau")
		if made.err = os.Mkdir(made.dir, 0o755); made.err != nil {
			return
		}
		made.err = Write(context.Background(), made.dir, autumn, func(done, total int) {
			made.heard = append(made.heard, [2]int{done, total})
		})
	})
	if made.err != nil {
		t.Fatal(made.err)
	}
	return made.dir
}

func taken(t *testing.T, dir string) pack.Result {
	t.Helper()
	opened, err := pack.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	ids := 0
	result, err := pack.Read(t.Context(), opened, pack.Options{NewID: func() string { ids++; return fmt.Sprintf("id%d", ids) }})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// The room takes the pack like any other: no remark, a full agenda, papers of real length.
func TestRoomTakesThePack(t *testing.T) {
	result := taken(t, autumnPack(t))
	for _, remark := range result.Remarks {
		t.Errorf("remark: %+v", remark)
	}
	if got := result.Import; len(got.Items) < 12 || len(got.Documents) < 15 || len(got.Deputies) != 30 || len(got.Polls) < 8 {
		t.Errorf("%d items, %d papers, %d deputies, %d polls", len(got.Items), len(got.Documents), len(got.Deputies), len(got.Polls))
	}
	session := result.Import.Session
	if start := time.UnixMilli(session.StartsAt).In(hanoi).Format(time.DateTime); start != "2026-12-18 08:15:00" {
		t.Errorf("the session begins at %s", start)
	}
	chair := slices.IndexFunc(result.Import.Deputies, func(d council.Deputy) bool { return d.Person == session.Chair })
	if chair < 0 || result.Import.Deputies[chair].Name != "Lê Bá Thành" || session.Total != 30 {
		t.Errorf("chair %q, total %d", session.Chair, session.Total)
	}
	seats, groups := map[int]bool{}, map[string]int{}
	for _, deputy := range result.Import.Deputies {
		seats[deputy.Seat] = true
		groups[deputy.Group]++
		if !deputy.Voting {
			t.Errorf("%s has no vote", deputy.Name)
		}
	}
	if len(seats) != 30 || len(groups) != 3 {
		t.Errorf("%d seats, groups %v", len(seats), groups)
	}
	for _, document := range result.Import.Documents {
		if document.Short == "" || len([]rune(document.Short)) > 20 {
			t.Errorf("%s has the tab %q", document.Title, document.Short)
		}
	}
	last := int64(0)
	for _, item := range result.Import.Items {
		if item.StartsAt < last {
			t.Errorf("%s begins before the item above it", item.Title)
		}
		last = item.StartsAt
	}
}

var pageObject = regexp.MustCompile(`/Type /Page\b[^s]`)

// Most papers have five pages or more and several twenty to sixty, as real ones do.
func TestPapersAreOfRealLength(t *testing.T) {
	long, veryLong, all := 0, 0, 0
	result := taken(t, autumnPack(t))
	for _, paper := range result.Papers {
		file, err := paper.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(file)
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		pages := len(pageObject.FindAll(data, -1))
		t.Logf("%2d pages, %3d KB: %s", pages, len(data)/1024, paper.Path)
		all += pages
		if pages >= 5 {
			long++
		}
		if pages >= 20 && pages <= 60 {
			veryLong++
		}
		if pages < 2 || pages > 60 {
			t.Errorf("%s has %d pages", paper.Path, pages)
		}
	}
	if long*2 <= len(result.Papers) || veryLong < 4 || all < 200 {
		t.Errorf("of %d papers %d have five pages, %d have twenty to sixty; %d pages in all", len(result.Papers), long, veryLong, all)
	}
}

// Every paper is filled in and dated before the session, as another program reads it.
func TestPapersTellTheirTime(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext of poppler-utils is not on this machine")
	}
	wants := map[string]string{
		"01-chuong-trinh-ky-hop.pdf":         "khai mạc lúc 08:15, ngày 18 tháng 12 năm 2026",
		"04-bao-cao-kinh-te-xa-hoi.pdf":      "an ninh năm 2026; mục tiêu, nhiệm vụ năm 2027",
		"06-to-trinh-dau-tu-cong.pdf":        "Trường Vinh, ngày 08 tháng 12 năm 2026",
		"08-de-an-thoat-nuoc-chong-ngap.pdf": "giai đoạn 2027–2030",
	}
	papers, err := filepath.Glob(filepath.Join(autumnPack(t), papersFolder, "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, paper := range papers {
		output, err := exec.Command(reader, "-raw", paper, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		name, text := filepath.Base(paper), strings.Join(strings.Fields(string(output)), " ")
		for _, rest := range []string{"{{", "}}", "<no value>", "**", "__", "□"} {
			if at := strings.Index(text, rest); at >= 0 {
				t.Errorf("%s says %q", name, text[max(0, at-40):min(len(text), at+40)])
			}
		}
		if want, asked := wants[name]; asked {
			delete(wants, name)
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	if len(wants) > 0 {
		t.Errorf("missing papers: %v", wants)
	}
}

// In the first half of a year the session still looks back on the year before, and a night in
// Europe is the morning after in Hà Nội.
func TestTextsFollowTheCalendar(t *testing.T) {
	when := calendarOf(time.Date(2027, time.March, 1, 20, 59, 0, 0, time.UTC))
	for name, wants := range map[string][]string{
		"session.json":                               {`"starts_at": "2027-03-02T04:00:00+07:00"`, `"starts_at": "2027-03-02T04:15:00+07:00"`},
		"papers/01-chuong-trinh-ky-hop.json":         {"khai mạc lúc 04:00, ngày 02 tháng 3 năm 2027"},
		"papers/04-bao-cao-kinh-te-xa-hoi.json":      {"an ninh năm 2026; mục tiêu, nhiệm vụ năm 2027", "so với năm 2025"},
		"papers/06-to-trinh-dau-tu-cong.json":        {"ngày 20/02/2027"},
		"papers/08-de-an-thoat-nuoc-chong-ngap.json": {"giai đoạn 2027–2030"},
	} {
		text, err := when.read(assets.Demo(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	for now, want := range map[string]string{"2026-12-31T23:50": "2027-01-01T00:00", "2026-12-18T08:15": "2026-12-18T08:30", "2026-12-18T08:14": "2026-12-18T08:15"} {
		at, err := time.ParseInLocation("2006-01-02T15:04", now, hanoi)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendarOf(at).start.Format("2006-01-02T15:04"); got != want {
			t.Errorf("opened at %s the session begins at %s, want %s", now, got, want)
		}
	}
}

// The same time makes the same bytes: two rooms given one demonstration agree on every hash.
func TestSameTimeSamePack(t *testing.T) {
	first, second := autumnPack(t), filepath.Join(t.TempDir(), "again")
	if err := Write(t.Context(), second, autumn, nil); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(first, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		name, err := filepath.Rel(first, path)
		if err != nil {
			return err
		}
		one, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		two, err := os.ReadFile(filepath.Join(second, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(one, two) {
			t.Errorf("%s differs", name)
		}
		return nil
	})
	if err != nil || files < 17 {
		t.Errorf("%d files, %v", files, err)
	}
}

// What is called off, or has no room, leaves nothing behind.
func TestNothingHalfMadeIsLeft(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "demo")
	ctx, cancel := context.WithCancel(t.Context())
	var heard []int
	err := Write(ctx, dir, autumn, func(done, total int) {
		heard = append(heard, done)
		if done == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || !slices.Equal(heard, []int{0, 1, 2}) {
		t.Errorf("called off at the third paper: %v after %v", err, heard)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}

	if err := os.MkdirAll(filepath.Join(dir, "something of the office's own"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(t.Context(), dir, autumn, nil); err == nil {
		t.Error("a folder with something in it is overwritten")
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Progress runs from none to all, one by one.
func TestProgressRunsToTheEnd(t *testing.T) {
	autumnPack(t)
	for n, heard := range made.heard {
		if heard != [2]int{n, len(made.heard) - 1} {
			t.Errorf("the %dth word is %d of %d", n+1, heard[0], heard[1])
		}
	}
	if len(made.heard) < 16 {
		t.Errorf("%d words", len(made.heard))
	}
}
