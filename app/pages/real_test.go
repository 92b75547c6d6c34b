package pages

import (
	"errors"
	"image"
	"path/filepath"
	"strings"
	"testing"
)

// dark counts the pixels that are not near white, and the pixels that are not opaque.
func dark(picture *image.RGBA) (dark, clear int) {
	for at := 0; at < len(picture.Pix); at += 4 {
		pixel := picture.Pix[at : at+4]
		if int(pixel[0])+int(pixel[1])+int(pixel[2]) < 600 {
			dark++
		}
		if pixel[3] != 255 {
			clear++
		}
	}
	return dark, clear
}

func TestRealPapers(t *testing.T) {
	shared(t, "gov-*.pdf")
	config, _ := testConfig(t)
	config.Children = 2
	r := serving(t, config)
	for name, want := range map[string]int{
		"gov-19-pages.pdf":                        19,
		"gov-electronic-signature-49-pages.pdf":   49,
		"gov-environment-assessment-45-pages.pdf": 45,
		"gov-library-33-pages.pdf":                33,
		"gov-manual-429-pages.pdf":                429,
		"gov-survey-113-pages.pdf":                113,
		"gov-water-plan-19-pages.pdf":             19,
	} {
		t.Run(name, func(t *testing.T) {
			path := shared(t, name)[0]
			paper := opened(t, r, name, content(t, path))
			if paper.Pages != want || len(paper.Sizes) != want {
				t.Fatalf("%d pages and %d sizes, want %d", paper.Pages, len(paper.Sizes), want)
			}
			letters := 0
			for _, page := range []int{0, want / 2, want - 1} {
				for _, width := range []int{PreviewWidth, 1600} {
					picture, err := r.Render(within(t), name, page, width, Now)
					if err != nil {
						t.Fatalf("page %d: %v", page, err)
					}
					if got := picture.Rect.Size(); got != image.Pt(width, paper.Height(page, width)) {
						t.Errorf("page %d is %v, want %d × %d", page, got, width, paper.Height(page, width))
					}
					drawn, clear := dark(picture)
					if drawn < 100 || clear > 0 {
						t.Errorf("page %d at %d has %d dark and %d transparent pixels", page, width, drawn, clear)
					}
				}
				text, err := r.Text(within(t), name, page, Now)
				if err != nil {
					t.Fatalf("text of page %d: %v", page, err)
				}
				letters += len(text)
			}
			if letters < 100 {
				t.Errorf("%d letters of text on three pages", letters)
			}
		})
	}
}

func TestRealOutline(t *testing.T) {
	path := shared(t, "gov-manual-429-pages.pdf")[0]
	config, _ := testConfig(t)
	r := serving(t, config)
	paper := opened(t, r, "manual", content(t, path))
	headings, err := r.Outline(within(t), "manual")
	if err != nil {
		t.Fatal(err)
	}
	deep, leading, last := 0, 0, 0
	for _, heading := range headings {
		if strings.TrimSpace(heading.Title) == "" {
			t.Errorf("heading without a title: %+v", heading)
		}
		if heading.Level > 0 {
			deep++
		}
		if heading.Page != NoPage {
			leading++
			if heading.Page < last {
				t.Errorf("%+v stands after page %d", heading, last)
			}
			last = heading.Page
		}
	}
	if len(headings) < 30 || deep == 0 || leading < len(headings)/2 || last < paper.Pages/2 {
		t.Errorf("%d headings, %d of them deeper, %d lead somewhere, the last to page %d",
			len(headings), deep, leading, last)
	}
}

// Documents made to bring readers down: each is shown or refused with a code, in time, and the
// worker goes on.
func TestHardPapers(t *testing.T) {
	codes := map[string]Code{"horror-encryption_openpassword.pdf": CodeEncrypted}
	config, _ := testConfig(t)
	r := serving(t, config)
	for _, path := range shared(t, "horror-*.pdf") {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			paper, err := r.Open(within(t), source(name, content(t, path)))
			if code := codes[name]; code != "" {
				if !errors.Is(err, &Error{Code: code}) {
					t.Fatalf("got %v, want code %s", err, code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			picture, err := r.Render(within(t), name, 0, 1600, Now)
			if err != nil {
				t.Fatal(err)
			}
			if picture.Rect.Size() != image.Pt(1600, paper.Height(0, 1600)) {
				t.Errorf("picture is %v", picture.Rect)
			}
			if _, err := r.Text(within(t), name, 0, Now); err != nil {
				t.Errorf("text: %v", err)
			}
			if _, err := r.Outline(within(t), name); err != nil {
				t.Errorf("outline: %v", err)
			}
		})
	}
	paper := opened(t, r, "after", plainPDF(1))
	if paper.Pages != 1 {
		t.Error("the worker does not go on")
	}
}
