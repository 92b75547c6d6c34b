package pages

import (
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// twoPages is a document of two pages with entries of its catalog and its first page, and objects from 5 on.
func twoPages(catalog, first string, objects ...string) []byte {
	return pdfOf(append([]string{
		"<</Type/Catalog/Pages 2 0 R" + catalog + ">>",
		"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 400]" + first + ">>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 400]>>",
	}, objects...)...)
}

// link is an annotation that leads somewhere, at 100 to 200 points from the left and 50 to 70 from the top.
func link(entries string) string {
	return "<</Type/Annot/Subtype/Link/Rect[100 330 200 350]" + entries + ">>"
}

func TestLinks(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	box := image.Rect(10_000, 5_000, 20_000, 7_000)
	long := strings.Repeat("a", 3*mostAddress)
	for name, test := range map[string]struct {
		annotation string
		want       []Link
	}{
		"to a page":            {link("/Dest[4 0 R/Fit]"), []Link{{box, 1, ""}}},
		"to a page by action":  {link("/A<</S/GoTo/D[4 0 R/XYZ 0 0 0]>>"), []Link{{box, 1, ""}}},
		"to a page by name":    {link("/Dest(nowhere)"), []Link{}},
		"to no page":           {link("/Dest[77/Fit]"), []Link{}},
		"outside":              {link("/A<</S/URI/URI(https://example.vn/a?b=1)>>"), []Link{{box, NoPage, "https://example.vn/a?b=1"}}},
		"outside, and steers":  {link("/A<</S/URI/URI(https://ex\\033[2Jample.vn)>>"), []Link{{box, NoPage, "https://ex[2Jample.vn"}}},
		"outside, and endless": {link("/A<</S/URI/URI(" + long + ")>>"), []Link{{box, NoPage, long[:mostAddress]}}},
		"a script":             {link("/A<</S/JavaScript/JS(app.alert\\(1\\))>>"), []Link{}},
		"leads nowhere":        {link(""), []Link{}},
		"stands nowhere":       {"<</Type/Annot/Subtype/Link/Rect[0 0 0 0]/Dest[4 0 R/Fit]>>", []Link{}},
		"is no link":           {"<</Type/Annot/Subtype/Square/Rect[100 330 200 350]>>", []Link{}},
	} {
		t.Run(name, func(t *testing.T) {
			opened(t, r, name, twoPages("", "/Annots[5 0 R]", test.annotation))
			got, err := r.Links(within(t), name, 0)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, test.want)
			}
			if got, err := r.Links(within(t), name, 1); err != nil || len(got) != 0 {
				t.Errorf("the other page: %+v, %v", got, err)
			}
			if _, err := r.Links(within(t), name, 2); !errors.Is(err, ErrNoSuchPage) {
				t.Errorf("a page that it does not have: %v", err)
			}
		})
	}
	var many []string
	for range MaxLinks + 50 {
		many = append(many, link("/Dest[4 0 R/Fit]"))
	}
	opened(t, r, "many", twoPages("", "/Annots["+strings.Join(many, " ")+"]"))
	if got, err := r.Links(within(t), "many", 0); err != nil || len(got) != MaxLinks {
		t.Errorf("%d links, %v", len(got), err)
	}
}

func TestLabels(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	for name, test := range map[string]struct {
		content []byte
		want    []string
	}{
		"none":     {plainPDF(2), nil},
		"roman":    {twoPages("/PageLabels<</Nums[0<</S/r/St 4>>]>>", ""), []string{"iv", "v"}},
		"prefix":   {twoPages("/PageLabels<</Nums[0<</S/D/P(A-)/St 3>>1<</P(Cover)>>]>>", ""), []string{"A-3", "Cover"}},
		"too long": {twoPages("/PageLabels<</Nums[0<</P("+strings.Repeat("x", 500)+")>>]>>", ""), []string{strings.Repeat("x", mostLabel), strings.Repeat("x", mostLabel)}},
	} {
		t.Run(name, func(t *testing.T) {
			opened(t, r, name, test.content)
			got, err := r.Labels(within(t), name)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestAttachedFiles(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	content := twoPages("/Names<</EmbeddedFiles<</Names[(a) 5 0 R(b) 7 0 R]>>>>", "",
		"<</Type/Filespec/F(so lieu.xlsx)/UF<FEFF00730111002E0078006C00730078>/EF<</F 6 0 R>>>>",
		streamOf("/Type/EmbeddedFile", "twelve bytes"),
		"<</Type/Filespec/F(empty.txt)>>")
	opened(t, r, "with", content)
	got, err := r.Attached(within(t), "with")
	if want := []Attached{{"sđ.xlsx", 12}, {"empty.txt", 0}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	opened(t, r, "without", plainPDF(1))
	if got, err := r.Attached(within(t), "without"); err != nil || len(got) != 0 {
		t.Errorf("without: %+v, %v", got, err)
	}
}

// lockedPDF is a document with a band that opens with a password (RC4, 40 bits: the oldest form there is).
func lockedPDF(t *testing.T, password string) []byte {
	t.Helper()
	pad := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	padded := func(text string) []byte { return append([]byte(text), pad...)[:32] }
	scramble := func(key, data []byte) []byte {
		cipher, err := rc4.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]byte, len(data))
		cipher.XORKeyStream(out, data)
		return out
	}
	const id = "0123456789abcdef"
	owner := md5.Sum(padded("of nobody"))
	o := scramble(owner[:5], padded(password))
	permissions := int32(-4)
	sum := md5.Sum(append(binary.LittleEndian.AppendUint32(append(padded(password), o...), uint32(permissions)), id...))
	key := sum[:5]
	u := scramble(key, pad)
	ofObject := md5.Sum(append(append([]byte{}, key...), 4, 0, 0, 0, 0))
	band := scramble(ofObject[:10], []byte(bandPage(0)))
	content := onePage(string(band), "/MediaBox[0 0 595 842]")
	trailer := fmt.Sprintf("/Root 1 0 R/ID[<%x><%x>]/Encrypt<</Filter/Standard/V 1/R 2/O<%x>/U<%x>/P %d>>>>", id, id, o, u, permissions)
	return []byte(strings.Replace(string(content), "/Root 1 0 R>>", trailer, 1))
}

func TestPassword(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	locked := source("locked", lockedPDF(t, "trường vinh"))
	for _, key := range []Key{"", "Trường Vinh", Key(strings.Repeat("x", 5000))} {
		locked.Key = key
		if _, err := r.Open(within(t), locked); !errors.Is(err, ErrEncrypted) {
			t.Errorf("opened with %d letters: %v", len(key), err)
		}
	}
	locked.Key = "trường vinh"
	if _, err := r.Open(within(t), locked); err != nil {
		t.Fatal(err)
	}
	picture, err := r.Render(within(t), "locked", 0, 400, Now)
	if err != nil {
		t.Fatal(err)
	}
	if drawn, _ := dark(picture); drawn == 0 {
		t.Error("the page is blank")
	}
	// Another worker opens it again by itself.
	victim := childOf(t, r)
	if err := victim.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-victim.gone
	if _, err := r.Render(within(t), "locked", 0, 500, Now); err != nil {
		t.Errorf("after its worker was lost: %v", err)
	}
	// Forgotten, it asks again.
	r.Forget("locked")
	locked.Key = ""
	if _, err := r.Open(within(t), locked); !errors.Is(err, ErrEncrypted) {
		t.Errorf("opened after it was forgotten: %v", err)
	}
}

func TestKeysAreNeverPrinted(t *testing.T) {
	var log strings.Builder
	asked := request{Kind: kindOpen, Key: "secret"}
	slog.New(slog.NewTextHandler(&log, nil)).Info("asked", "key", asked.Key, "request", fmt.Sprintf("%v %+v %q", asked, asked, asked.Key))
	if strings.Contains(log.String(), "secret") {
		t.Error(log.String())
	}
}

// Documents made to bring readers down give what they have, and the worker goes on.
func TestHardPapersInDetail(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	for _, path := range shared(t, "horror-*.pdf") {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			if _, err := r.Open(within(t), source(name, content(t, path))); err != nil {
				// One that does not open says why, and tells nothing of what is in it.
				if _, is := errors.AsType[*Error](err); !is {
					t.Error(err)
				}
				if files, err := r.Attached(within(t), name); err == nil {
					t.Errorf("it is closed, and has files: %+v", files)
				}
				return
			}
			files, err := r.Attached(within(t), name)
			if err != nil {
				t.Error(err)
			}
			if name == "horror-fileAttachment.pdf" {
				t.Logf("attached: %+v", files)
			}
			if _, err := r.Labels(within(t), name); err != nil {
				t.Error(err)
			}
			if _, err := r.Links(within(t), name, 0); err != nil {
				t.Error(err)
			}
		})
	}
	opened(t, r, "after", plainPDF(1))
}

// Whatever a worker sends, what is taken of it is within bounds.
func FuzzDetails(f *testing.F) {
	f.Add([]byte(`[{"box":{"Min":{"X":1,"Y":2},"Max":{"X":0,"Y":0}},"page":1}]`), 2)
	f.Add([]byte(`[{"page":-1,"address":"https://example.vn"}]`), 2)
	f.Add([]byte(`[{"address":"0"}]`), -9)
	f.Add([]byte(`["iv","v"]`), 2)
	f.Add([]byte(`[{"name":"a","size":3}]`), 1)
	f.Fuzz(func(t *testing.T, body []byte, pages int) {
		links, err := decodeLinks(body, pages)
		if err == nil {
			for _, link := range links {
				if link.Box != link.Box.Canon() || len(link.Address) > mostAddress || link.Page >= max(pages, 0) || link.Page < NoPage {
					t.Errorf("link %+v", link)
				}
			}
		}
		if labels, err := decodeLabels(body, pages); err == nil && len(labels) > 0 && len(labels) != pages {
			t.Errorf("%d labels", len(labels))
		}
		if files, err := decodeAttached(body); err == nil {
			for _, file := range files {
				if file.Size < 0 || len(file.Name) > mostName {
					t.Errorf("file %+v", file)
				}
			}
		}
	})
}
