package reader

import (
	"context"
	"strconv"
	"strings"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// DeepPages is Pages that know more of a paper than its pictures. All methods but Lock may wait and are called from
// goroutines of their own.
type DeepPages interface {
	pageview.Pages
	// Contents is what an opened paper tells of itself besides its pages.
	Contents(ctx context.Context, blob string) (Contents, error)
	// Links are the places of a page that lead elsewhere.
	Links(ctx context.Context, blob string, page int) ([]PageLink, error)
	// Unlock is Open with a password, which is kept in memory alone until Lock. A wrong one is a *PageFault with
	// the code "encrypted".
	Unlock(ctx context.Context, blob, password string) (pageview.Paper, error)
	// Lock forgets the password of a paper, and what was seen of it.
	Lock(blob string)
}

// Contents is what a paper tells of itself besides its pages.
type Contents struct {
	Headings []Heading
	// Labels are what is printed on the pages as their numbers ("iv", "A-3"); nil where pages have none.
	Labels   []string
	Attached []Attached
}

// Heading is one line of a paper's own outline.
type Heading struct {
	Title string
	Level int // 0 …
	Page  int // 0 …; -1 where it leads nowhere
}

// Attached is a file inside a paper.
type Attached struct {
	Name string
	Size int64 // bytes
}

// PageLink is a place on a page that leads elsewhere. The rectangle is in parts of the page's width and height.
type PageLink struct {
	Left, Top, Right, Bottom float32
	Page                     int    // of the same paper; -1 where it leads outside
	Address                  string // where it leads outside: shown, never opened
}

// Label is what is printed on a page as its number, "" where that says nothing else than its place in the paper.
func (c Contents) Label(page int) string {
	if page < 0 || page >= len(c.Labels) || c.Labels[page] == strconv.Itoa(page+1) {
		return ""
	}
	return c.Labels[page]
}

// Labelled tells whether any page has a label that says more than its place.
func (c Contents) Labelled() bool {
	for page := range c.Labels {
		if c.Label(page) != "" {
			return true
		}
	}
	return false
}

// PageNamed is the page that somebody asks for: by the label that is printed on it, whatever its letters' size, and
// else by its place in the paper from 1. False for none.
func (c Contents) PageNamed(typed string, pages int) (page int, ok bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, false
	}
	for page, label := range c.Labels {
		if page < pages && strings.EqualFold(label, typed) {
			return page, true
		}
	}
	number, err := strconv.Atoi(typed)
	return number - 1, err == nil && number >= 1 && number <= pages
}

// contentsModel finds out what papers tell of themselves.
type contentsModel struct {
	pages   pageview.Pages
	errands *frame.Errands
	changed func()
	known   map[string]Contents // by bytes
	asked   map[string]bool
	links   map[pageOf][]PageLink
	life    int
}

type pageOf struct {
	blob string
	page int
}

func newContentsModel(pages pageview.Pages, errands *frame.Errands, changed func()) *contentsModel {
	c := &contentsModel{pages: pages, errands: errands, changed: changed}
	c.forget()
	return c
}

// forget drops everything.
func (c *contentsModel) forget() {
	c.known, c.asked, c.links = map[string]Contents{}, map[string]bool{}, map[pageOf][]PageLink{}
	c.life++
}

// of is what an opened paper tells of itself, nothing until that is known. What cannot be found out is nothing.
func (c *contentsModel) of(blob string) Contents {
	deep, can := c.pages.(DeepPages)
	if !can || c.asked[blob] {
		return c.known[blob]
	}
	c.asked[blob] = true
	life := c.life
	var found Contents
	c.errands.Run(func(ctx context.Context) (err error) {
		found, err = deep.Contents(ctx, blob)
		return err
	}, func(err error) {
		if err == nil && life == c.life {
			c.known[blob] = found
			c.changed()
		}
	})
	return Contents{}
}

// Follow finds the link at a point of a page, in parts of it, and hands it on. Nothing happens where there is none.
func (c *contentsModel) Follow(blob string, page int, x, y float32, lead func(PageLink)) {
	deep, can := c.pages.(DeepPages)
	if !can {
		return
	}
	at := pageOf{blob, page}
	if links, known := c.links[at]; known {
		if link, ok := linkAt(links, x, y); ok {
			lead(link)
		}
		return
	}
	life := c.life
	var links []PageLink
	c.errands.Run(func(ctx context.Context) (err error) {
		links, err = deep.Links(ctx, blob, page)
		return err
	}, func(err error) {
		if err != nil || life != c.life {
			return
		}
		c.links[at] = links
		if link, ok := linkAt(links, x, y); ok {
			lead(link)
		}
	})
}

// fingertip is how far beside a link a finger may come down, in parts of the page.
const fingertip = 0.012

// linkAt is the link at a point: the one that it stands in, else the nearest within a fingertip. Of two over each
// other the last one is on top.
func linkAt(links []PageLink, x, y float32) (PageLink, bool) {
	for i := len(links) - 1; i >= 0; i-- {
		if l := links[i]; x >= l.Left && x <= l.Right && y >= l.Top && y <= l.Bottom {
			return l, true
		}
	}
	best, near := -1, float32(fingertip)
	for i, l := range links {
		away := max(l.Left-x, x-l.Right, l.Top-y, y-l.Bottom)
		if away <= near {
			best, near = i, away
		}
	}
	if best < 0 {
		return PageLink{}, false
	}
	return links[best], true
}
