package openslides

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestParagraphs(t *testing.T) {
	for _, row := range []struct {
		text string
		want []string
		lost bool
	}{
		{"", nil, false},
		{"Một dòng", []string{"Một dòng"}, false},
		{"<p>Một&nbsp;</p>\n<p>  Hai <b>đậm</b>\n và <i>nghiêng</i></p><p> </p>", []string{"Một", "Hai đậm và nghiêng"}, false},
		{"a<br>b<br/>c", []string{"a", "b", "c"}, false},
		{"<ul><li>x</li><li>y<ol><li>một<li>hai</ol></li></ul><p>z</p>", []string{"– x", "– y", "1. một", "2. hai", "z"}, false},
		{"<table><tr><th>Tên</th><th>Số</th></tr><tr><td>A</td><td>1</td></tr></table>", []string{"Tên | Số", "A | 1"}, false},
		{"&amp;lt; &ouml; &#x1EC7; &lt;p&gt;", []string{"&lt; ö ệ <p>"}, false},
		{"e\u0302\u0323\u0000\u0007", []string{"ệ"}, false},
		{"<script>alert(1)</script>sau", []string{"sau"}, true},
		{"<script/>sau", []string{"sau"}, true},
		{"<STYLE>p{}</STYLE><P onclick=x>a</P>", []string{"a"}, true},
		{"<p>trước <img src=x onerror=y> sau <a href='javascript:x'>liên kết</a>", []string{"trước sau liên kết"}, true},
		{"</li></ul></script>a", []string{"a"}, false},
		{"<p title=\"<b>\">a <", []string{"a <"}, false},
		{"<!-- không --><![CDATA[x]]>a", []string{"a"}, false},
	} {
		got, lost := Paragraphs(row.text)
		if !slices.Equal(got, row.want) || lost != row.lost {
			t.Errorf("%q: %q %t, want %q %t", row.text, got, lost, row.want, row.lost)
		}
	}
}

func FuzzParagraphs(f *testing.F) {
	f.Add("<ul><li>x<ol><li>y</ul><table><td>a<td>b<script>")
	f.Add("<p>đ\u0323 &#0; &#xD800; <textarea><p>")
	f.Fuzz(func(t *testing.T, text string) {
		paragraphs, _ := Paragraphs(text)
		for _, p := range paragraphs {
			if p == "" || strings.TrimSpace(p) != p || !norm.NFC.IsNormalString(p) || strings.ContainsFunc(p, unicode.IsControl) {
				t.Errorf("%q: paragraph %q", text, p)
			}
		}
	})
}
