package pages

import "congso.vn/congso/assets"

// LentFonts are for documents that do not carry their letters: the serif of office papers, and a
// sans for everything else.
func LentFonts() []Font {
	lent := []struct{ family, style, file string }{
		{"Times New Roman", "Regular", "LiberationSerif-Regular.ttf"},
		{"Times New Roman", "Bold", "LiberationSerif-Bold.ttf"},
		{"Times New Roman", "Italic", "LiberationSerif-Italic.ttf"},
		{"Times New Roman", "Bold Italic", "LiberationSerif-BoldItalic.ttf"},
		{"Arial", "Regular", "BeVietnamPro-Regular.ttf"},
		{"Arial", "Bold", "BeVietnamPro-Bold.ttf"},
	}
	fonts := make([]Font, 0, len(lent))
	for _, font := range lent {
		fonts = append(fonts, Font{Family: font.family, Style: font.style, Data: assets.Font(font.file)})
	}
	return fonts
}
