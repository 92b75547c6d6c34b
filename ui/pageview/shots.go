package pageview

import (
	"context"
	"errors"
	"image"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// Shot is one picture of a page in some paper, so many pixels wide.
type Shot struct {
	Blob  string
	Page  int
	Width int
}

// Shots has pages of many papers drawn: those on the screen, and no others. A paper is opened before its first
// page is drawn, one paper at a time. It is for the goroutine of the interface.
type Shots struct {
	Pages   Pages
	Papers  Papers
	post    kit.Post
	errands *frame.Errands
	drawn   func()

	Asks    map[Shot]context.CancelFunc
	Opened  map[string]bool
	sizes   map[string]Paper  // of those that could be opened
	faults  map[Shot]string   // code; with width 0
	broken  map[string]string // by paper: the code
	Opening string
	wanted  []Shot
	turn    int
}

// NewShots makes them; changed is told after each new picture.
func NewShots(pages Pages, papers Papers, post kit.Post, errands *frame.Errands, drawn func()) *Shots {
	s := &Shots{Pages: pages, Papers: papers, post: post, errands: errands, drawn: drawn}
	s.Forget()
	return s
}

// Forget gives everything up.
func (s *Shots) Forget() {
	for _, cancel := range s.Asks {
		cancel()
	}
	s.Asks, s.Opened, s.faults, s.broken = map[Shot]context.CancelFunc{}, map[string]bool{}, map[Shot]string{}, map[string]string{}
	s.Opening, s.wanted, s.sizes = "", nil, map[string]Paper{}
	s.turn++
}

// PaperOf is an opened paper.
func (s *Shots) PaperOf(blob string) (Paper, bool) {
	paper, ok := s.sizes[blob]
	return paper, ok
}

// Want says which pictures are on the screen, the most needed first. All others are given up.
func (s *Shots) Want(wanted []Shot) {
	s.wanted = wanted
	keep := map[Shot]bool{}
	for _, one := range wanted {
		keep[one] = true
	}
	for one, cancel := range s.Asks {
		if !keep[one] {
			cancel()
			delete(s.Asks, one)
		}
	}
	for i, one := range wanted {
		if s.Asks[one] != nil || s.Fault(one.Blob, one.Page) != "" || !s.Papers.State(one.Blob).Have {
			continue
		}
		if _, exact, _ := s.Pages.Picture(one.Blob, one.Page, one.Width); exact {
			continue
		}
		if s.Opened[one.Blob] {
			s.ask(one, frame.Pick(i == 0, Now, Soon))
		} else if s.Opening == "" {
			s.Open(one.Blob)
		}
	}
}

// Open finds out the sizes of a paper's pages, once.
func (s *Shots) Open(blob string) {
	s.Opening = blob
	turn := s.turn
	var paper Paper
	s.errands.Run(func(ctx context.Context) (err error) {
		paper, err = s.Pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if turn != s.turn {
			return
		}
		s.Opening = ""
		if s.Opened[blob] = true; err != nil {
			s.broken[blob] = codeOf(err)
		} else {
			s.sizes[blob] = paper
		}
		s.Want(s.wanted)
		s.drawn()
	})
}

// codeOf is why a paper or a page cannot be shown.
func codeOf(err error) string {
	if fault, is := errors.AsType[*PageFault](err); is {
		return fault.Code
	}
	return "unreadable"
}

func (s *Shots) ask(one Shot, priority Priority) {
	ctx, cancel := context.WithCancel(context.Background())
	s.Asks[one] = cancel
	s.Pages.Request(ctx, one.Blob, one.Page, one.Width, priority, func(err error) {
		s.post(func() {
			if ctx.Err() != nil {
				return // given up meanwhile
			}
			cancel()
			delete(s.Asks, one)
			if err != nil {
				s.faults[Shot{one.Blob, one.Page, 0}] = codeOf(err)
			}
			s.drawn()
		})
	})
}

// Picture is the best picture at hand.
func (s *Shots) Picture(one Shot) (*image.RGBA, bool) {
	picture, _, ok := s.Pages.Picture(one.Blob, one.Page, one.Width)
	return picture, ok
}

// Fault is the code of why a page cannot be shown, "" if it can.
func (s *Shots) Fault(blob string, page int) string {
	if code := s.broken[blob]; code != "" {
		return code
	}
	return s.faults[Shot{blob, page, 0}]
}

// Again tries anew what could not be shown.
func (s *Shots) Again(blob string, page int) {
	if s.broken[blob] != "" {
		delete(s.broken, blob)
		delete(s.Opened, blob)
	}
	delete(s.faults, Shot{blob, page, 0})
}
