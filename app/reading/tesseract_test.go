package reading

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

const table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"4\t1\t1\t1\t1\t0\t10\t10\t200\t20\t-1\t\n" +
	"5\t1\t1\t1\t1\t1\t10\t12\t50\t18\t96.5\tHội\n" +
	"5\t1\t1\t1\t1\t2\t70\t12\t60\t18\t91\tđồng\n" +
	"5\t1\t1\t1\t2\t1\t10\t42\t60\t18\t12\t~;\n" +
	"5\t1\t1\t1\t2\t2\t80\t42\t60\t18\t88\tnhân\n" +
	"5\t1\t1\t1\t2\t3\tx\t42\t60\t18\t88\tdân\n" +
	"5\t1\t1\t1\t2\t3\t-4\t42\t60\t18\t88\tdân\n" +
	"5\t1\t1\t1\t2\t4\t80\t42\t60\t18\tnan\tdân\n" +
	"5\t1\t1\t1\t2\t5\t80\t42\t60\t18\t88\t \n" +
	"5\t1\n"

func TestWordsOfTable(t *testing.T) {
	words := wordsOf(table)
	var said []string
	for _, w := range words {
		said = append(said, w.Text)
		if w.Ends {
			said = append(said, "/")
		}
	}
	if got := strings.Join(said, " "); got != "Hội đồng / nhân /" {
		t.Errorf("%s", got)
	}
	if b := words[1].Box; b.Left != 70 || b.Top != 12 || b.Right != 130 || b.Bottom != 30 {
		t.Errorf("%+v", b)
	}
}

func FuzzWordsOfTable(f *testing.F) {
	f.Add(table)
	f.Add("5\t1\t1\t1\t1\t1\t1048576\t1\t1048576\t1\t1e9\ta\xffb")
	f.Fuzz(func(t *testing.T, table string) {
		for _, w := range wordsOf(table) {
			if w.Text == "" || !utf8.ValidString(w.Text) || strings.ContainsAny(w.Text, " \t\n") || w.Box.Right < w.Box.Left || w.Box.Bottom < w.Box.Top {
				t.Errorf("%+v", w)
			}
		}
	})
}

// Letters of a picture are found as they were drawn, with all their marks.
func TestTesseractReadsVietnamese(t *testing.T) {
	tesseract := FindTesseract(t.Context())
	if tesseract == nil {
		t.Skip("tesseract with its Vietnamese data is not installed")
	}
	words, err := tesseract.Find(t.Context(), picture(t, 2480, lines), 300)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, w := range words {
		said = append(said, w.Text)
	}
	if got, want := strings.Join(said, " "), strings.Join(lines, " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if b := words[0].Box; b.Left < 190 || b.Left > 220 || b.Top < 220 || b.Bottom > 310 {
		t.Errorf("the first word stands at %+v", b)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tesseract.Find(ctx, picture(t, 2480, lines), 300); !errors.Is(err, context.Canceled) && err == nil {
		t.Errorf("called off: %v", err)
	}
	if _, err := (&Tesseract{Program: "/no/such/program"}).Find(t.Context(), picture(t, 100, nil), 300); err == nil {
		t.Error("a program that is not there finds words")
	}
}
