package chamber

import (
	"context"
	"errors"
	"image"

	"congso.vn/congso/ui/kit"
)

// shot is one picture of a page in some paper, so many pixels wide.
type shot struct {
	blob  string
	page  int
	width int
}

// shots has pages of many papers drawn: those on the screen, and no others. A paper is opened before its first
// page is drawn, one paper at a time. It is for the goroutine of the interface.
type shots struct {
	pages   Pages
	papers  Papers
	post    kit.Post
	errands *errands
	drawn   func()

	asks    map[shot]context.CancelFunc
	opened  map[string]bool
	sizes   map[string]Paper  // of those that could be opened
	faults  map[shot]string   // code; with width 0
	broken  map[string]string // by paper: the code
	opening string
	wanted  []shot
	turn    int
}

func newShots(pages Pages, papers Papers, post kit.Post, errands *errands, drawn func()) *shots {
	s := &shots{pages: pages, papers: papers, post: post, errands: errands, drawn: drawn}
	s.forget()
	return s
}

// forget gives everything up.
func (s *shots) forget() {
	for _, cancel := range s.asks {
		cancel()
	}
	s.asks, s.opened, s.faults, s.broken = map[shot]context.CancelFunc{}, map[string]bool{}, map[shot]string{}, map[string]string{}
	s.opening, s.wanted, s.sizes = "", nil, map[string]Paper{}
	s.turn++
}

// paperOf is an opened paper.
func (s *shots) paperOf(blob string) (Paper, bool) {
	paper, ok := s.sizes[blob]
	return paper, ok
}

// want says which pictures are on the screen, the most needed first. All others are given up.
func (s *shots) want(wanted []shot) {
	s.wanted = wanted
	keep := map[shot]bool{}
	for _, one := range wanted {
		keep[one] = true
	}
	for one, cancel := range s.asks {
		if !keep[one] {
			cancel()
			delete(s.asks, one)
		}
	}
	for i, one := range wanted {
		if s.asks[one] != nil || s.fault(one.blob, one.page) != "" || !s.papers.State(one.blob).Have {
			continue
		}
		if _, exact, _ := s.pages.Picture(one.blob, one.page, one.width); exact {
			continue
		}
		if s.opened[one.blob] {
			s.ask(one, pick(i == 0, Now, Soon))
		} else if s.opening == "" {
			s.open(one.blob)
		}
	}
}

func (s *shots) open(blob string) {
	s.opening = blob
	turn := s.turn
	var paper Paper
	s.errands.run(func(ctx context.Context) (err error) {
		paper, err = s.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if turn != s.turn {
			return
		}
		s.opening = ""
		if s.opened[blob] = true; err != nil {
			s.broken[blob] = codeOf(err)
		} else {
			s.sizes[blob] = paper
		}
		s.want(s.wanted)
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

func (s *shots) ask(one shot, priority Priority) {
	ctx, cancel := context.WithCancel(context.Background())
	s.asks[one] = cancel
	s.pages.Request(ctx, one.blob, one.page, one.width, priority, func(err error) {
		s.post(func() {
			if ctx.Err() != nil {
				return // given up meanwhile
			}
			cancel()
			delete(s.asks, one)
			if err != nil {
				s.faults[shot{one.blob, one.page, 0}] = codeOf(err)
			}
			s.drawn()
		})
	})
}

// picture is the best picture at hand.
func (s *shots) picture(one shot) (*image.RGBA, bool) {
	picture, _, ok := s.pages.Picture(one.blob, one.page, one.width)
	return picture, ok
}

// fault is the code of why a page cannot be shown, "" if it can.
func (s *shots) fault(blob string, page int) string {
	if code := s.broken[blob]; code != "" {
		return code
	}
	return s.faults[shot{blob, page, 0}]
}

// again tries anew what could not be shown.
func (s *shots) again(blob string, page int) {
	if s.broken[blob] != "" {
		delete(s.broken, blob)
		delete(s.opened, blob)
	}
	delete(s.faults, shot{blob, page, 0})
}
