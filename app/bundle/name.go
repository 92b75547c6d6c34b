package bundle

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Kind is what a part of a bundle is. On disk and on the wire: only ever add.
type Kind string

// The kinds of parts.
const (
	BookKind Kind = "book" // of the whole paper
	LeafKind Kind = "leaf" // of a page
	PageKind Kind = "page" // the picture of a page
)

// Name names a part of a paper's bundle.
type Name struct {
	Kind  Kind
	Page  int // 0 …; of leaves and pictures
	Width int // pixels, one of Widths; of pictures
}

// Book, Leaf and Picture name parts.
func BookName() Name                   { return Name{Kind: BookKind} }
func LeafName(page int) Name           { return Name{Kind: LeafKind, Page: page} }
func PictureName(page, width int) Name { return Name{Kind: PageKind, Page: page, Width: width} }

// String is the name as it is written in addresses and as a file: "book", "leaf-12", "page-12-1600".
func (n Name) String() string {
	switch n.Kind {
	case LeafKind:
		return string(n.Kind) + "-" + strconv.Itoa(n.Page)
	case PageKind:
		return string(n.Kind) + "-" + strconv.Itoa(n.Page) + "-" + strconv.Itoa(n.Width)
	}
	return string(n.Kind)
}

// ParseName reads a name. There is one way to write each; what is none, and widths that are not made, are refused.
func ParseName(text string) (Name, bool) {
	kind, rest, _ := strings.Cut(text, "-")
	page, width, _ := strings.Cut(rest, "-")
	n := Name{Kind: Kind(kind)}
	n.Page, _ = strconv.Atoi(page)
	n.Width, _ = strconv.Atoi(width)
	switch {
	case n.Kind != BookKind && n.Kind != LeafKind && n.Kind != PageKind, n.Page < 0 || n.Page >= MostPages,
		n.Kind == PageKind && !slices.Contains(Widths, n.Width), n.String() != text:
		return Name{}, false
	}
	return n, true
}

// Widths are the widths in pixels in which pages are made, from small to large: for the strip of small pages, for a
// preview, for reading, and for the closest look. Few ones, so that the devices of a room, and one device after it was
// turned or the page made larger, need the same; a device makes a picture smaller by itself.
var Widths = []int{320, 800, Reading, 2600}

// Reading is the width in which pages are read.
const Reading = 1600

// WidthFor is the least width in which a picture of that width is to be had, the largest there is at most.
func WidthFor(width int) int {
	for _, made := range Widths {
		if made >= width {
			return made
		}
	}
	return Widths[len(Widths)-1]
}

// Bounded is how wide the picture of a page of that size is made which was asked for in a width: narrower where it would
// have more than MostPixels.
func Bounded(size Size, width int) int {
	if size.Width <= 0 || size.Height <= 0 {
		return 1
	}
	most := int(math.Sqrt(MostPixels * size.Width / size.Height))
	return max(1, min(width, most-1))
}

// HeightOf is how high the picture of a page of that size and that width is, in pixels.
func HeightOf(size Size, width int) int {
	return max(1, int(math.Round(float64(width)*size.Height/size.Width)))
}
