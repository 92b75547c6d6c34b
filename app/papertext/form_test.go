package papertext

import (
	"bytes"
	"compress/gzip"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func sample() Text {
	return Text{Pages: []Page{
		{Width: 59528, Height: 84189, Content: "ab", Words: []Word{
			{"Đường", Box{1, 2, 300, 40}, false}, {"phố", Box{310, 2, 500, 40}, true}, {"Hà", Box{1, 50, 90, 90}, true},
		}},
		{Width: 1, Height: 2},
		{Width: 59528, Height: 84189, Scanned: true, Words: []Word{{"x", Box{-5, 0, 1 << 20, 7}, false}}},
	}}
}

func TestForm(t *testing.T) {
	data, err := Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(data)
	if err != nil || !reflect.DeepEqual(again, sample()) {
		t.Errorf("%+v %v", again, err)
	}
	if twice, _ := Encode(sample()); !bytes.Equal(data, twice) {
		t.Error("the same text gives other bytes")
	}
	for cut := range len(data) {
		if _, err := Decode(data[:cut]); !errors.Is(err, ErrForm) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	if text := sample().Pages[0].Plain(); text != "Đường phố\nHà" {
		t.Errorf("%q", text)
	}
	if pages := sample().Pages; pages[0].Bare() || !pages[1].Bare() {
		t.Error("bare")
	}
}

func zipped(t testing.TB, text string) []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var wrong = []string{
	``, `[]`, `{}`, `{"version":2,"pages":[]}`,
	`{"version":1,"pages":[{"words":["a"]}]}`,
	`{"version":1,"pages":[{"words":["a"],"boxes":[1,2,3]}]}`,
	`{"version":1,"pages":[{"words":[""],"boxes":[1,2,3,4]}]}`,
	`{"version":1,"pages":[{"words":["a"],"boxes":[1,2,3,4],"ends":[1]}]}`,
	`{"version":1,"pages":[{"words":["a"],"boxes":[1,2,3,4],"ends":[0,0]}]}`,
	`{"version":1,"pages":[{"words":["a"],"boxes":[1,2,3,4],"ends":[-1]}]}`,
	`{"version":1,"pages":[{"words":["a"],"boxes":[1,2,3,99999999999]}]}`,
	`{"version":1,"pages":[{"width":-1}]}`,
	`{"version":1,"pages":[{"content":"` + strings.Repeat("a", 200) + `"}]}`,
	`{"version":1,"pages":[` + strings.Repeat("{},", MostPages) + `{}]}`,
}

func TestWrongForms(t *testing.T) {
	for _, text := range wrong {
		if got, err := Decode(zipped(t, text)); !errors.Is(err, ErrForm) {
			t.Errorf("%.60s: %d pages, %v", text, len(got.Pages), err)
		}
	}
	// A small file that becomes a large one is left where it is too large.
	bomb := zipped(t, `{"version":1,"pages":[{}]`+strings.Repeat(" ", 4<<20)+`}`)
	if _, err := decode(bomb, 8<<20); err != nil {
		t.Error(err)
	}
	if _, err := decode(bomb, 1<<20); !errors.Is(err, ErrForm) {
		t.Errorf("%d bytes: %v", len(bomb), err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range wrong[:len(wrong)-2] {
		f.Add(zipped(f, text))
	}
	data, err := Encode(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Decode(data)
		if err != nil {
			if !errors.Is(err, ErrForm) {
				t.Error(err)
			}
			return
		}
		again, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := Decode(again); err != nil || !reflect.DeepEqual(same, text) {
			t.Errorf("%v: %+v becomes %+v", err, text, same)
		}
	})
}
