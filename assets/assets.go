// Package assets holds what the program carries inside itself: fonts, icons, pictures and
// every sentence that a person sees.
package assets

import (
	"embed"
	"fmt"
)

//go:embed fonts/*.ttf
var fonts embed.FS

//go:embed icons/*.svg
var icons embed.FS

//go:embed pictures
var pictures embed.FS

// Font returns an embedded font file, "BeVietnamPro-Regular.ttf" for screens or
// "LiberationSerif-Bold.ttf" for paper. An unknown name is a fault of the program and panics.
func Font(name string) []byte { return must(fonts, "fonts/"+name) }

// Icon returns the SVG of an icon by its bare name ("check"). The icons are filled outlines on a
// grid of 24, because Fyne's SVG drawing recolours fills only. An unknown name panics.
func Icon(name string) []byte { return must(icons, "icons/"+name+".svg") }

// Picture returns an embedded picture by file name ("motif-drum.png"). An unknown name panics.
func Picture(name string) []byte { return must(pictures, "pictures/"+name) }

func must(files embed.FS, name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("assets: %s is not embedded", name))
	}
	return data
}
