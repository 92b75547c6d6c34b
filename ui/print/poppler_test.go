package print

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// printed returns the file that a sheet writes.
func printed(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// tool runs one of poppler's programs over a file.
func tool(t *testing.T, file []byte, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s of poppler-utils is not on this machine", name)
	}
	command := exec.Command(path, args...)
	command.Stdin = bytes.NewReader(file)
	output, err := command.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		t.Fatalf("%s: %v: %s", name, err, failed.Stderr)
	} else if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return output
}

// textOf is a file's text as another program reads it, with every run of white as one space.
func textOf(t *testing.T, file []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(string(tool(t, file, "pdftotext", "-raw", "-", "-"))), " ")
}

// pagesOf is the text page by page.
func pagesOf(t *testing.T, file []byte) []string {
	t.Helper()
	pages := strings.Split(string(tool(t, file, "pdftotext", "-raw", "-", "-")), "\f")
	return pages[:len(pages)-1]
}

func wants(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q", want)
		}
	}
}

// piece is a stretch of text on a page, in points from the upper left corner.
type piece struct {
	Page                     int
	Left, Top, Width, Height float64
	Size                     float64
	Family, Text             string
}

// piecesOf tells where all text of a file stands and how large it is.
func piecesOf(t *testing.T, file []byte) []piece {
	t.Helper()
	const zoom = 3 // the most that the program knows; sizes come out in thirds of a point
	var document struct {
		Pages []struct {
			Number int `xml:"number,attr"`
			Fonts  []struct {
				ID     string  `xml:"id,attr"`
				Size   float64 `xml:"size,attr"`
				Family string  `xml:"family,attr"`
			} `xml:"fontspec"`
			Texts []struct {
				Left   float64 `xml:"left,attr"`
				Top    float64 `xml:"top,attr"`
				Width  float64 `xml:"width,attr"`
				Height float64 `xml:"height,attr"`
				Font   string  `xml:"font,attr"`
				Inner  string  `xml:",innerxml"`
			} `xml:"text"`
		} `xml:"page"`
	}
	output := tool(t, file, "pdftohtml", "-xml", "-i", "-hidden", "-nodrm", "-stdout", "-zoom", strconv.Itoa(zoom), "-", "-")
	if err := xml.Unmarshal(output, &document); err != nil {
		t.Fatal(err)
	}
	unmark := strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "&amp;", "&")
	families, sizes := map[string]string{}, map[string]float64{}
	var pieces []piece
	for _, page := range document.Pages {
		for _, font := range page.Fonts {
			families[font.ID], sizes[font.ID] = font.Family, font.Size/zoom
		}
		for _, text := range page.Texts {
			pieces = append(pieces, piece{
				page.Number, text.Left / zoom, text.Top / zoom, text.Width / zoom, text.Height / zoom,
				sizes[text.Font], families[text.Font], strings.Join(strings.Fields(unmark.Replace(text.Inner)), " ")})
		}
	}
	if len(pieces) == 0 {
		t.Fatal("the file has no text")
	}
	return pieces
}

// find returns the first piece whose text contains this.
func find(t *testing.T, pieces []piece, text string) piece {
	t.Helper()
	at := slices.IndexFunc(pieces, func(p piece) bool { return strings.Contains(p.Text, text) })
	if at < 0 {
		t.Fatalf("no piece of text contains %q", text)
	}
	return pieces[at]
}

// pictureOf draws one page as a printer would, at 200 dots an inch.
func pictureOf(t *testing.T, file []byte, page int) image.Image {
	t.Helper()
	number := strconv.Itoa(page)
	picture, err := png.Decode(bytes.NewReader(tool(t, file, "pdftoppm", "-r", "200", "-gray", "-png", "-f", number, "-l", number, "-")))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// codeIn reads the one QR code in a picture.
func codeIn(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatalf("read QR code: %v", err)
	}
	return read.GetText()
}

// within is the part of a page's picture between corners given in millimetres.
func within(picture image.Image, left, top, right, bottom float64) image.Image {
	dots := func(millimetres float64) int { return int(millimetres / 25.4 * 200) }
	return picture.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(image.Rect(dots(left), dots(top), dots(right), dots(bottom)))
}

// logOn is the strip of a page in which the log's code stands.
func logOn(picture image.Image) image.Image {
	return within(picture, marginLeft-5, 0, marginLeft+30, pageHeight)
}
