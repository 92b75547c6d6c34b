package pages

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The program itself is the worker, by its first argument alone.
func TestProgramBecomesWorker(t *testing.T) {
	config, _ := testConfig(t)
	command, err := Worker()
	if err != nil {
		t.Fatal(err)
	}
	config.Command, config.Env = command, nil
	r := serving(t, config)
	if err := r.Warm(within(t)); err != nil {
		t.Fatal(err)
	}
	opened(t, r, "paper", plainPDF(1))
	if _, err := r.Render(within(t), "paper", 0, 300, Now); err != nil {
		t.Error(err)
	}
	// Everything else goes on as itself.
	for _, arguments := range [][]string{nil, {"congso"}, {"congso", "-serve"}, {"congso", "-serve", WorkerArgument}} {
		BecomeWorker(arguments, func() []Font {
			t.Errorf("%q becomes a worker", arguments)
			return nil
		})
	}
}

// Every code has its sentence, in every language, and there is no sentence without a code.
func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, language := range []string{"vi", "en"} {
		var sentences map[string]string
		path := filepath.Join("..", "..", "assets", "words", language, "paper.json")
		if err := json.Unmarshal(content(t, path), &sentences); err != nil {
			t.Fatal(err)
		}
		for _, code := range Codes() {
			if sentences["paper.fault."+string(code)] == "" {
				t.Errorf("%s: no sentence for %q", language, code)
			}
			delete(sentences, "paper.fault."+string(code))
		}
		for _, code := range []string{"later", "locked-here"} { // of pages that the room draws, where this package does not work
			delete(sentences, "paper.fault."+code)
		}
		for key := range sentences {
			if strings.HasPrefix(key, "paper.fault.") {
				t.Errorf("%s: %q belongs to no code", language, key)
			}
		}
	}
}

// A letter that a document does not bring along is lent to it.
func TestFontsAreLent(t *testing.T) {
	config, _ := testConfig(t)
	font, err := filepath.Abs(filepath.Join("..", "..", "assets", "fonts", "LiberationSerif-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(font); err != nil {
		t.Fatal(err)
	}
	// Nine times "ệ" and "ạ", in a font that the document only names.
	paper := onePage("BT /F1 40 Tf 50 50 Td (ABABABABA) Tj ET", "/MediaBox[0 0 500 150]/Resources<</Font<</F1 5 0 R>>>>",
		"<</Type/Font/Subtype/TrueType/BaseFont/TimesNewRoman/FirstChar 65/LastChar 66/Widths[444 444]"+
			"/FontDescriptor 6 0 R/Encoding<</Type/Encoding/Differences[65/uni1EC7/uni1EA1]>>>>",
		"<</Type/FontDescriptor/FontName/TimesNewRoman/Flags 32/FontBBox[-500 -300 1500 1000]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>")
	drawn := map[bool]int{}
	for _, lent := range []bool{false, true} {
		config := config
		if lent {
			config.Env = append([]string{fontVariable + "=" + font}, config.Env...)
		}
		r := serving(t, config)
		opened(t, r, "paper", paper)
		picture, err := r.Render(within(t), "paper", 0, 1000, Now)
		if err != nil {
			t.Fatal(err)
		}
		drawn[lent], _ = dark(picture)
	}
	if drawn[true] < 1000 || drawn[true] < 2*drawn[false] {
		t.Errorf("dark pixels with fonts %d, without %d", drawn[true], drawn[false])
	}
}

// Fonts that are none are told, not lent.
func TestFontsThatAreNone(t *testing.T) {
	font := content(t, filepath.Join("..", "..", "assets", "fonts", "LiberationSerif-Regular.ttf"))
	for name, data := range map[string][]byte{
		"empty": nil, "cut in its directory": font[:20], "text": []byte("not a font, only a sentence about one"),
		"no tables": append([]byte{0, 1, 0, 0, 0, 0}, make([]byte, 20)...),
	} {
		if _, err := fontFiles([]Font{{"Arial", "Regular", data}}); err == nil {
			t.Errorf("%s passes for a font", name)
		}
	}
	if files, err := fontFiles(nil); files != nil || err != nil {
		t.Errorf("no fonts give %v, %v", files, err)
	}
}
