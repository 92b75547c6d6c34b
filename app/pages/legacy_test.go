package pages

import "testing"

func TestLegacyFonts(t *testing.T) {
	for _, row := range []struct{ font, text, want string }{
		{".VnTime", "Héi", "Hội"},
		{"ABCDEF+.VnTime", "®ång", "đồng"},
		{".VnTime", "n\u00adíc", "nước"},
		{".VnTime", "n-íc", "nước"}, // as PDF has that sign
		{".VnTime", "t-", "tư"},
		{".VnTime", "-íc", "ước"},
		{".VnTime", "-", "-"},
		{".VnTime", "214/TTr-UBND", "214/TTr-UBND"},
		{".VnTime", "1-2", "1-2"},
		{".VnTime", "t-", "tư"},
		{".VnTime", "NQ-H§ND", "NQ-HĐND"},
		{".VnArialH", "nghÞ", "NGHỊ"},
		{".VnTimeH-Bold", "quyÕt", "QUYẾT"},
		{".VnTime", "§Çu t- c«ng", "Đầu tư công"},
		{".VnTime", "Đường", "Đường"}, // letters as they are
		{"VNI-Times", "Hoäi", "Hội"},
		{"VNI-Times", "ñoàng", "đồng"},
		{"VNI-Times", "nöôùc", "nước"},
		{"VNI-Helve-Condense", "NGHÒ", "NGHỊ"},
		{"VNI-Times", "QUYEÁT", "QUYẾT"},
		{"XYZABC+VNI-Times", "Nguyeãn", "Nguyễn"},
		{"VNI-Times", "kyø", "kỳ"},
		{"VNI-Times", "thuûy", "thủy"},
		{"VNI-Times", "baûn tröôûng", "bản trưởng"},
		{"VNI-Times", "Ñaêk Laêk", "Đăk Lăk"},
		{"Times-Roman", "Café", "Café"},
		{"VnDocs", "Café", "Café"}, // of no old family: those begin with a point
		{"", "é", "é"},
	} {
		if got := legacy(row.font, row.text); got != row.want {
			t.Errorf("%s %q: %q, want %q", row.font, row.text, got, row.want)
		}
	}
}

// A paper that was written with an old font is read in letters as they are.
func TestTextOfLegacyFonts(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	paper := func(font, text string) []byte {
		return onePage("BT /F1 24 Tf 60 500 Td ("+text+") Tj ET", "/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>",
			"<</Type/Font/Subtype/TrueType/BaseFont/"+font+"/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths["+widths()+"]/FontDescriptor 6 0 R>>",
			"<</Type/FontDescriptor/FontName/"+font+"/Flags 32/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent -200/CapHeight 700/StemV 80>>")
	}
	for name, row := range map[string]struct{ font, text, want string }{
		"tcvn3": {".VnTime", "Héi \\256ång nh\\251n d\\251n, n\\255íc s\\271ch, \\256Çu t\\255", "Hội đồng nhân dân, nước sạch, đầu tư"},
		"vni":   {"VNI-Times", "Ho\\344i \\361o\\340ng nha\\342n da\\342n", "Hội đồng nhân dân"},
		"other": {"Arial", "Caf\\351 \\256", "Café ®"},
	} {
		t.Run(name, func(t *testing.T) {
			data := paper(row.font, latin1(row.text))
			opened(t, r, name, data)
			text, err := r.Text(within(t), name, 0, Now)
			if err != nil || text != row.want {
				t.Errorf("%q %v, want %q", text, err, row.want)
			}
		})
	}
}

func widths() string {
	var all []byte
	for range 256 {
		all = append(all, "500 "...)
	}
	return string(all)
}

// latin1 has one byte for each letter.
func latin1(text string) string {
	var bytes []byte
	for _, letter := range text {
		bytes = append(bytes, byte(letter))
	}
	return string(bytes)
}
