package reading

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"congso.vn/congso/app/papertext"
)

// Tesseract finds words by the program of that name, with what it learned of Vietnamese. "vie+eng" reads
// Vietnamese worse than "vie" alone.
type Tesseract struct {
	Program string
	Limit   time.Duration // for one page; 0: two minutes
}

// FindTesseract looks for the program and its Vietnamese data; nil where there is none.
func FindTesseract(ctx context.Context) *Tesseract {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return nil
	}
	listed, err := exec.CommandContext(ctx, program, "--list-langs").Output()
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(listed)) {
		if strings.TrimSpace(line) == "vie" {
			return &Tesseract{Program: program}
		}
	}
	return nil
}

// Find is part of Letters. The program ends with ctx.
func (t *Tesseract) Find(ctx context.Context, picture *image.Gray, dotsPerInch int) ([]papertext.Word, error) {
	limit := t.Limit
	if limit == 0 {
		limit = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	command := exec.CommandContext(ctx, t.Program, "stdin", "stdout", "-l", "vie", "--dpi", strconv.Itoa(dotsPerInch), "tsv")
	// More threads make it five times slower, and the room has other work.
	command.Env = []string{"OMP_THREAD_LIMIT=1", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"}
	command.Stdin = portableGray(picture)
	var said bytes.Buffer
	command.Stderr = &said
	command.WaitDelay = 5 * time.Second
	table, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("tesseract: %w: %.200s", err, strings.TrimSpace(said.String()))
	}
	return wordsOf(string(table)), nil
}

// portableGray writes a picture in the plainest form there is (PGM).
func portableGray(picture *image.Gray) *bytes.Buffer {
	var b bytes.Buffer
	width := picture.Rect.Dx()
	fmt.Fprintf(&b, "P5\n%d %d\n255\n", width, picture.Rect.Dy())
	for y := range picture.Rect.Dy() {
		b.Write(picture.Pix[y*picture.Stride : y*picture.Stride+width])
	}
	return &b
}

// least is how sure of a word the program must be, in percent: dirt on a scan becomes words below it.
const least = 25

// wordsOf reads the program's table: level, page, block, paragraph, line, word, left, top, width, height,
// how sure, text. Lines of another form are none of a word.
func wordsOf(table string) []papertext.Word {
	var words []papertext.Word
	line := ""
	for row := range strings.Lines(table) {
		fields := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(fields) != 12 || fields[0] != "5" {
			continue
		}
		sure, err := strconv.ParseFloat(fields[10], 64)
		if err != nil || !(sure >= least) {
			continue
		}
		var at [4]int32
		sound := true
		for i := range at {
			v, err := strconv.ParseInt(fields[6+i], 10, 32)
			at[i], sound = int32(v), sound && err == nil && v >= 0 && v <= 1<<20
		}
		text := strings.Join(strings.Fields(norm.NFC.String(strings.ToValidUTF8(fields[11], ""))), "")
		if !sound || text == "" {
			continue
		}
		if now := strings.Join(fields[1:5], " "); now != line {
			if len(words) > 0 {
				words[len(words)-1].Ends = true
			}
			line = now
		}
		words = append(words, papertext.Word{Text: text, Box: papertext.Box{Left: at[0], Top: at[1], Right: at[0] + at[2], Bottom: at[1] + at[3]}})
	}
	if len(words) > 0 {
		words[len(words)-1].Ends = true
	}
	return words
}
