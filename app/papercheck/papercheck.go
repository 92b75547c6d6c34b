// Package papercheck says what a clerk should know of a paper before it is handed out: size, direction, resolution,
// fonts, margins, seal. Nothing of it keeps a paper from being handed out. It draws and reads nothing: what was seen of
// the paper comes in as facts.
package papercheck

import (
	"math"
	"slices"
	"strings"
)

// Codes of remarks. The sentence of each stands under "remark."+Code. On the wire: only ever add.
const (
	OldVersion    = "old-version"    // a PDF of before 1.4, which copies of papers must be at least
	NotA4         = "not-a4"         // NĐ 30/2020/NĐ-CP, annex I, asks for A4
	Landscape     = "landscape"      // lying pages, which it allows for tables alone
	NoText        = "no-text"        // pages without words: pictures, or empty
	LowResolution = "low-resolution" // scanned more coarsely than copies of papers may be
	NotEmbedded   = "not-embedded"   // fonts that the paper does not bring along: other machines show other letters
	LegacyFont    = "legacy-font"    // TCVN3 or VNI instead of Unicode
	Margins       = "margins"        // other margins than NĐ 30/2020/NĐ-CP, annex I, asks for
	SealSeen      = "seal"           // something round and red, as a seal is
	NoSeal        = "no-seal"        // on no page is there anything like one, nor a digital signature
)

// Paper is what was seen of a paper.
type Paper struct {
	Version int // of PDF: 14 is 1.4; 0: not known
	Signed  bool
	Pages   []Page
}

// Page is what was seen of one page. Lengths are points, from the top left.
type Page struct {
	Width, Height float64
	Words         []Box
	Pictures      []Picture
	Fonts         []Font
	Seal          bool
	Unseen        bool // it could not be looked at: nothing is said of it
}

// Box is where a word stands; Number says that it is nothing but digits.
type Box struct {
	Left, Top, Right, Bottom float64
	Number                   bool
}

// Picture is a picture on a page: how many dots an inch, in the direction that has fewer, and how much of the page it
// covers, from 0 to 1.
type Picture struct {
	Dots  int
	Share float64
}

// Font is a font that letters of a page have.
type Font struct {
	Name     string
	Embedded bool
	Legacy   bool // TCVN3 or VNI
}

// Remark is one thing about a paper.
type Remark struct {
	Code  string
	Hint  bool     // something seen that may well be meant so
	Pages []int    // from 0; none if it is about the whole paper
	Names []string // of fonts
}

// mostNames bounds the names of one remark.
const mostNames = 8

// Check makes remarks, each once with all its pages.
func Check(paper Paper) []Remark {
	var all []Remark
	add := func(code string, hint bool, page int, names ...string) {
		at := slices.IndexFunc(all, func(r Remark) bool { return r.Code == code })
		if at < 0 {
			all = append(all, Remark{Code: code, Hint: hint})
			at = len(all) - 1
		}
		r := &all[at]
		if page >= 0 && (len(r.Pages) == 0 || r.Pages[len(r.Pages)-1] != page) {
			r.Pages = append(r.Pages, page)
		}
		for _, name := range names {
			if name != "" && len(r.Names) < mostNames && !slices.Contains(r.Names, name) {
				r.Names = append(r.Names, name)
			}
		}
	}
	const whole = -1
	if paper.Version > 0 && paper.Version < 14 {
		add(OldVersion, false, whole)
	}
	seen, seal, rare := 0, false, false
	for number, page := range paper.Pages {
		if page.Unseen {
			continue
		}
		seen++
		switch size := sizeOf(page); {
		case size == other:
			add(NotA4, false, number)
		case size == lying:
			add(Landscape, true, number)
		case !fits(page):
			add(Margins, true, number)
		}
		if len(page.Words) == 0 {
			add(NoText, false, number)
		}
		for _, picture := range page.Pictures {
			if isScan(picture) && picture.Dots < leastDots {
				add(LowResolution, false, number)
			}
		}
		for _, font := range page.Fonts {
			if !font.Embedded {
				add(NotEmbedded, true, number, font.Name)
				rare = rare || !isCommon(font.Name)
			}
			if font.Legacy {
				add(LegacyFont, false, number, font.Name)
			}
		}
		if page.Seal {
			seal = true
			add(SealSeen, true, number)
		}
	}
	if at := slices.IndexFunc(all, func(r Remark) bool { return r.Code == NotEmbedded }); rare {
		all[at].Hint = false
	}
	if seen > 0 && !seal && !paper.Signed {
		add(NoSeal, true, whole)
	}
	return all
}

// common are the fonts that every machine has, or has one of the same widths for.
var common = []string{"times", "arial", "helvetica", "courier", "liberation", "symbol"}

func isCommon(font string) bool {
	return slices.ContainsFunc(common, func(family string) bool { return strings.HasPrefix(strings.ToLower(font), family) })
}

// leastDots is how closely copies of papers are to be scanned, dots an inch: 200, less what scanners and frames are
// off by.
const leastDots = 195

// isScan reports whether a picture is the page, and not one on it.
func isScan(picture Picture) bool { return picture.Dots > 0 && picture.Share >= 0.6 }

// The sizes of pages, as far as they matter.
const (
	standing = iota // A4
	lying           // A4 turned
	other
)

// sizeOf allows what printers and scanners are off by.
func sizeOf(page Page) int {
	const short, long, off = 595.28, 841.89, 6
	near := func(a, b float64) bool { return math.Abs(a-b) <= off }
	switch {
	case near(page.Width, short) && near(page.Height, long):
		return standing
	case near(page.Width, long) && near(page.Height, short):
		return lying
	}
	return other
}
