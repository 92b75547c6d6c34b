package pages

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// imageOf is a picture of gray dots, as an object.
func imageOf(width, height int) string {
	return streamOf(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/RunLengthDecode", width, height),
		strings.Repeat("\x81\xff", (width*height+127)/128)+"\x80")
}

func TestFactsOfPages(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	const a4 = "/MediaBox[0 0 595 842]"
	text := "BT /F1 24 Tf 60 500 Td (one) Tj ET BT /F2 24 Tf 60 400 Td (two) Tj ET BT /F1 24 Tf 60 300 Td (three) Tj ET"
	for name, row := range map[string]struct {
		content []byte
		want    Facts
	}{
		"nothing": {onePage("", a4), Facts{Version: 17}},
		"old":     {[]byte(strings.Replace(string(onePage("", a4)), "%PDF-1.7", "%PDF-1.3", 1)), Facts{Version: 13}},
		"fonts": {onePage(text, a4+"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
			"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+.VnTime/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths["+widths()+"]/FontDescriptor 7 0 R>>",
			"<</Type/FontDescriptor/FontName/ABCDEF+.VnTime/Flags 32/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent -200/CapHeight 700/StemV 80>>"),
			Facts{Version: 17, Fonts: []FontUse{{Name: "Times-Roman"}, {Name: ".VnTime", Legacy: true}}}},
		"a scan of 100 dots": {onePage("q 595 0 0 842 0 0 cm /I Do Q", a4+"/Resources<</XObject<</I 5 0 R>>>>", imageOf(826, 1169)),
			Facts{Version: 17, Pictures: []Picture{{Dots: 100, Share: 1}}}},
		"a scan that is lying": {onePage("q 595 0 0 842 0 0 cm /I Do Q", a4+"/Rotate 90/Resources<</XObject<</I 5 0 R>>>>", imageOf(826, 1169)),
			Facts{Version: 17, Pictures: []Picture{{Dots: 100, Share: 1}}}},
		"a quarter of a page": {onePage("q 297.5 0 0 421 0 0 cm /I Do Q", a4+"/Resources<</XObject<</I 5 0 R>>>>", imageOf(413, 1169)),
			Facts{Version: 17, Pictures: []Picture{{Dots: 100, Share: 0.25}}}},
		"within a form": {onePage("/X Do", a4+"/Resources<</XObject<</X 5 0 R>>>>",
			streamOf("/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>/Font<</F1 6 0 R>>>>", "BT /F1 24 Tf 60 500 Td (one) Tj ET"),
			"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"),
			Facts{Version: 17, Fonts: []FontUse{{Name: "Courier"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			opened(t, r, name, row.content)
			got, err := r.Facts(within(t), name, 0, Now)
			if err != nil || !reflect.DeepEqual(got, row.want) {
				t.Errorf("%+v %v, want %+v", got, err, row.want)
			}
		})
	}
	if _, err := r.Facts(within(t), "nothing", 1, Now); err == nil {
		t.Error("a page that is not there is made of something")
	}
}

// A page of more objects than are looked at, or of forms within forms, is answered all the same.
func TestFactsAreBounded(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	fonts, content := "", strings.Builder{}
	objects := []string{}
	for i := range maxFonts + 20 {
		fonts += fmt.Sprintf("/F%d %d 0 R", i, 5+i)
		objects = append(objects, fmt.Sprintf("<</Type/Font/Subtype/Type1/BaseFont/Font%d%s>>", i, strings.Repeat("x", maxFontName)))
		fmt.Fprintf(&content, "BT /F%d 9 Tf 60 500 Td (a) Tj ET ", i)
	}
	content.WriteString(strings.Repeat("0 0 1 1 re f ", 2*maxObjects))
	opened(t, r, "many", onePage(content.String(), "/MediaBox[0 0 595 842]/Resources<</Font<<"+fonts+">>>>", objects...))
	facts, err := r.Facts(within(t), "many", 0, Now)
	if err != nil || len(facts.Fonts) == 0 || len(facts.Fonts) > maxFonts {
		t.Errorf("%d fonts: %v", len(facts.Fonts), err)
	}
	for _, font := range facts.Fonts {
		if len([]rune(font.Name)) > maxFontName {
			t.Errorf("%q", font.Name)
		}
	}
}

func FuzzDecodeFacts(f *testing.F) {
	f.Add([]byte(`{"version":17,"pictures":[{"dots":100,"share":0.5}],"fonts":[{"name":"A+\u0000b","embedded":true}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		facts, err := decodeFacts(body)
		if err != nil {
			return
		}
		if len(facts) != 1 || len(facts[0].Pictures) > maxPictures || len(facts[0].Fonts) > maxFonts {
			t.Errorf("%+v", facts)
		}
	})
}
