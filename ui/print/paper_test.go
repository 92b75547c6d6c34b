package print

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestPaperSaysEverything(t *testing.T) {
	file := printed(t, func(w io.Writer) error { return press().Paper(w, paper()) })
	text := textOf(t, file)
	wants(t, text, "ỦY BAN NHÂN DÂN PHƯỜNG TRƯỜNG VINH", "Số: 214/TTr-UBND", "TỜ TRÌNH", "Kính gửi: Hội đồng nhân dân phường Trường Vinh.",
		"Căn cứ Luật Đầu tư công số 58/2024/QH15", "Ủy ban nhân dân phường kính trình Hội đồng nhân dân phường xem xét, thông qua",
		"Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", "Hoàng Văn Thuận", "PHỤ LỤC I", "Đơn vị tính: triệu đồng", "Tổng cộng 147.000 72.000 75.000")
	if !norm.NFC.IsNormalString(text) {
		t.Error("the text of the file is not composed")
	}
	if strings.Contains(text, "MẪU") {
		t.Error("the seal's letters are text; they must be a picture")
	}
}

// The page of NĐ 30/2020: margins, sizes, faces, the place of the number.
func TestPaperKeepsTheMeasures(t *testing.T) {
	pieces := piecesOf(t, printed(t, func(w io.Writer) error { return press().Paper(w, paper()) }))
	const wide, tall = 595.3, 841.9
	for _, p := range pieces {
		if p.Page > 5 {
			continue // turned pages, below
		}
		if p.Page > 1 && p.Top < 40 {
			continue // the page number
		}
		if p.Left < mmToPoints(30)-1 || p.Left+p.Width > wide-mmToPoints(15)+1 {
			t.Errorf("page %d: %q stands between %.1f and %.1f points", p.Page, p.Text, p.Left, p.Left+p.Width)
		}
		if p.Top < mmToPoints(20)-4 || p.Top+p.Height > tall-mmToPoints(20)+4 {
			t.Errorf("page %d: %q stands between %.1f and %.1f points from above", p.Page, p.Text, p.Top, p.Top+p.Height)
		}
	}
	for text, want := range map[string]struct {
		least, most float64
		family      string
	}{
		"CỘNG HÒA XÃ HỘI":            {12, 13, "utf8serifbold"},
		"Độc lập - Tự do":            {13, 14, "utf8serifbold"},
		"ỦY BAN NHÂN DÂN":            {12, 13, "utf8serif"},
		"PHƯỜNG TRƯỜNG VINH":         {12, 13, "utf8serifbold"},
		"Số: 214/TTr-UBND":           {13, 13, "utf8serif"},
		"Trường Vinh, ngày 08":       {13, 14, "utf8serifitalic"},
		"TỜ TRÌNH":                   {13, 14, "utf8serifbold"},
		"Về Kế hoạch đầu tư công":    {13, 14, "utf8serifbold"},
		"thông qua Kế hoạch đầu tư":  {13, 14, "utf8serif"},
		"Nơi nhận:":                  {12, 12, "utf8serifbolditalic"},
		"- Lưu: VT.":                 {11, 11, "utf8serif"},
		"TM. ỦY BAN NHÂN DÂN":        {13, 14, "utf8serifbold"},
		"Hoàng Văn Thuận":            {13, 14, "utf8serifbold"},
		"Căn cứ Luật Tổ chức chính":  {13, 14, "utf8serifitalic"},
		"Đơn vị tính: triệu đồng":    {11, 13, "utf8serifitalic"},
		"Danh mục dự án":             {13, 14, "utf8serifbold"},
		"Kính trình Hội đồng nhân d": {13, 14, "utf8serif"},
	} {
		p := find(t, pieces, text)
		if p.Size < want.least-0.2 || p.Size > want.most+0.2 || p.Family != want.family {
			t.Errorf("%q is %.1f points of %s, want %.0f to %.0f of %s", text, p.Size, p.Family, want.least, want.most, want.family)
		}
	}
	for _, p := range pieces {
		number := p.Top < 40 && len(p.Text) < 3
		switch {
		case number && p.Page == 1:
			t.Error("the first page shows its number")
		case number && p.Page < 6 && math.Abs(p.Left+p.Width/2-wide/2) > 1:
			t.Errorf("the number of page %d stands %.1f points from the left", p.Page, p.Left)
		case number && (p.Size < 12.8 || p.Size > 14.2):
			t.Errorf("the number of page %d is %.1f points large", p.Page, p.Size)
		}
	}
	first, second := find(t, pieces, "Ủy ban nhân dân phường kính"), find(t, pieces, "thông qua Kế hoạch đầu tư")
	if indent := (first.Left - second.Left) / pointsPerMM; indent < 9.5 || indent > 12.7 {
		t.Errorf("the first line stands in by %.1f mm, want 10 to 12.7", indent)
	}
	if step := (second.Top - first.Top) / bodySize; step < 1 || step > 1.5 {
		t.Errorf("lines are %.2f sizes apart, want 1 to 1.5", step)
	}
	turned := find(t, pieces, "PHỤ LỤC II")
	if middle := turned.Left + turned.Width/2; math.Abs(middle-tall/2) > 2 {
		t.Errorf("the turned page's title is centred on %.1f, want %.1f", middle, tall/2)
	}
}

func mmToPoints(millimetres float64) float64 { return millimetres * pointsPerMM }

// Names and words of any length stay between the edges.
func TestLongWordsStayOnThePage(t *testing.T) {
	p := paper()
	p.Abstract, p.To = "Về việc "+longWord, []string{longWord, strings.Repeat("rất dài ", 40)}
	p.Recipients = []string{longWord, strings.Repeat("Nguyễn Hoàng Ngọc Bảo Trân ", 8)}
	p.Sign.Name, p.Sign.Seal, p.Annexes = names[17]+" "+longWord, nil, nil
	p.Body = []Block{{Part: longWord}, {Section: strings.Repeat("Điểu K’Lâm ", 30)}, {Text: longWord + " " + longWord}, {List: []string{longWord}},
		{Table: &Table{Columns: []Column{{Title: longWord, Width: 1}, {Title: "Ý", Width: 9}}, Rows: []Row{{Cells: []string{longWord, longWord}}}}}}
	file := printed(t, func(w io.Writer) error { return press().Paper(w, p) })
	for _, piece := range piecesOf(t, file) {
		if piece.Left < mmToPoints(25) || piece.Left+piece.Width > 595.3-mmToPoints(15)+1 {
			t.Errorf("page %d: %q stands between %.1f and %.1f points", piece.Page, piece.Text, piece.Left, piece.Left+piece.Width)
		}
	}
	if all := strings.ReplaceAll(textOf(t, file), " ", ""); strings.Count(all, longWord) < 5 {
		t.Error("letters of a word that had to be cut are lost")
	}
}

// A row taller than a page is cut between its lines and loses none.
func TestRowTallerThanAPage(t *testing.T) {
	var words []string
	for n := range 900 {
		words = append(words, "khoản"+strings.Repeat("i", n%7)+",")
	}
	table := Table{Columns: []Column{{Title: "TT", Width: 1}, {Title: "Nội dung", Width: 3}},
		Rows: []Row{{Cells: []string{"1", strings.Join(words, " ")}}, {Cells: []string{"2", "sau cùng"}}}}
	file := printed(t, func(w io.Writer) error {
		return press().Paper(w, Paper{Head: paper().Head, Kind: "BẢNG", Body: []Block{{Table: &table}}})
	})
	text := textOf(t, file)
	if got := strings.Count(text, "khoản"); got != 900 {
		t.Errorf("%d of 900 words are left", got)
	}
	if pages := pagesOf(t, file); len(pages) < 3 {
		t.Errorf("the row fills %d pages, want several", len(pages))
	}
	wants(t, text, "sau cùng")
}

// The last row, often the total, has a row above it on its page, however many rows there are.
func TestTotalNeverStandsAlone(t *testing.T) {
	table := Table{Columns: []Column{{Title: "TT", Width: 1}, {Title: "Dự án", Width: 5}}}
	several := false
	for n := range 36 {
		table.Rows = append(table.Rows, Row{Cells: []string{"1", "công trình"}})
		if n < 24 {
			continue
		}
		whole := table
		whole.Rows = append(slices.Clone(table.Rows), Row{Kind: TotalRow, Cells: []string{"", "Tổng cộng"}})
		pages := pagesOf(t, printed(t, func(w io.Writer) error {
			return press().Paper(w, Paper{Head: paper().Head, Kind: "BẢNG", Body: []Block{{Table: &whole}}})
		}))
		several = several || len(pages) > 1
		for at, page := range pages {
			if strings.Contains(page, "Tổng cộng") && !strings.Contains(page, "công trình") {
				t.Errorf("with %d rows the total stands alone on page %d", n+1, at+1)
			}
		}
	}
	if !several {
		t.Error("no table was long enough to break")
	}
}

// Of a broken paragraph no single line stands alone, and a title never ends a page.
func TestPagesBreakWell(t *testing.T) {
	var body []Block
	for range 40 {
		body = append(body, Block{Section: "Mục tiêu"}, Block{Text: strings.Repeat("Tiếp tục cải cách hành chính, giữ vững an ninh trật tự. ", 9)})
	}
	pages := pagesOf(t, printed(t, func(w io.Writer) error {
		return press().Paper(w, Paper{Head: paper().Head, Kind: "BÁO CÁO", Body: body})
	}))
	if len(pages) < 8 {
		t.Fatalf("%d pages", len(pages))
	}
	for n, page := range pages[:len(pages)-1] {
		lines := strings.Split(strings.TrimSpace(page), "\n")
		if lines[len(lines)-1] == "Mục tiêu" || lines[len(lines)-2] == "Mục tiêu" {
			t.Errorf("page %d ends just after a title", n+1)
		}
		if n > 0 && lines[2] == "Mục tiêu" {
			t.Errorf("page %d begins with the one last line of a paragraph", n+1)
		}
	}
}

// The same value and time give the same bytes, also from many goroutines at once.
func TestSameValueSameBytes(t *testing.T) {
	sheets := []func(io.Writer) error{
		func(w io.Writer) error { return press().Paper(w, paper()) },
		func(w io.Writer) error { return press().Result(w, result(30, 28, 24, 2, 1, true)) },
		func(w io.Writer) error { return press().Attendance(w, attendance(40)) },
		func(w io.Writer) error { return press().Cards(w, cards(9, 8)) },
		func(w io.Writer) error { return press().Codes(w, cards(9, 8)) },
	}
	const times = 4
	files := make([][times][]byte, len(sheets))
	var group sync.WaitGroup
	for n, sheet := range sheets {
		for again := range times {
			group.Go(func() {
				var file bytes.Buffer
				if err := sheet(&file); err != nil {
					t.Error(err)
				}
				files[n][again] = file.Bytes()
			})
		}
	}
	group.Wait()
	for n := range files {
		for again := range files[n] {
			if !bytes.Equal(files[n][0], files[n][again]) {
				t.Errorf("sheet %d differs from run to run", n)
			}
		}
		if !bytes.HasPrefix(files[n][0], []byte("%PDF-1.4")) {
			t.Errorf("sheet %d begins %q, want PDF 1.4", n, files[n][0][:8])
		}
	}
}

// However letters arrive, composed or not, they print composed: marks are not placed otherwise.
func TestMarksArePrintedComposed(t *testing.T) {
	apart := paper()
	apart.Sign.Name, apart.Abstract = norm.NFD.String(apart.Sign.Name), norm.NFD.String(apart.Abstract)
	if !bytes.Equal(printed(t, func(w io.Writer) error { return press().Paper(w, apart) }), printed(t, func(w io.Writer) error { return press().Paper(w, paper()) })) {
		t.Error("decomposed letters print otherwise than composed ones")
	}
}

// Every letter of Vietnamese and of the names of its peoples is in each face of the paper font.
func TestFontHasEveryLetter(t *testing.T) {
	const letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđŭĕĭŏčñ’–…“”‘×²³€±≥≤0123456789"
	for f := range faceFiles {
		for _, letter := range letters + strings.ToUpper(letters) {
			if style := (style{face(f), 10}); style.width(string(letter)) <= 0 {
				t.Errorf("face %d has no %q", f, letter)
			}
		}
	}
}

func TestEmptyPaperIsRefused(t *testing.T) {
	var refusal Refusal
	if err := press().Paper(io.Discard, Paper{Kind: "TỜ TRÌNH"}); !errors.As(err, &refusal) || refusal.Code != Empty {
		t.Errorf("a paper without a body: %v", err)
	}
}

// A disk that is full is told, not hidden.
func TestFailingWriterIsTold(t *testing.T) {
	full := errors.New("disk full")
	if err := press().Paper(failing{full}, paper()); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestRowsAreReadFromLists(t *testing.T) {
	var rows []Row
	if err := json.Unmarshal([]byte(`[["1","a"],{"kind":"total","cells":["","b"]}]`), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || !slices.Equal(rows[0].Cells, []string{"1", "a"}) || rows[0].Kind != PlainRow || rows[1].Kind != TotalRow {
		t.Errorf("read %+v", rows)
	}
}
