package searching

import (
	"context"
	"slices"

	"congso.vn/congso/ui/pageview"
)

// See is told which rows are on the screen, and how wide their pictures and the chosen page are in pixels.
func (s *Model) See(first, last, small, large int) {
	shown := s.Shown()
	s.seen = s.seen[:0]
	var wanted []pageview.Shot
	if s.Chosen.Document != "" && large > 0 {
		wanted = append(wanted, pageview.Shot{Blob: s.Chosen.Blob, Page: max(0, s.Chosen.Page), Width: large})
	}
	for i := max(0, first); i <= last && i < len(shown); i++ {
		if place := shown[i].Place; place.Document != "" {
			wanted = append(wanted, pageview.Shot{Blob: place.Blob, Page: max(0, place.Page), Width: small})
			if place.Page >= 0 && !slices.Contains(s.seen, place.Blob) {
				s.seen = append(s.seen, place.Blob)
			}
		}
	}
	s.Shots.Want(wanted)
	s.mark()
}

// mark finds where the words stand: in the chosen paper first, then in those on the screen, one at a time.
func (s *Model) mark() {
	if s.Marking != "" || s.Answer.Typed == "" {
		return
	}
	need := append([]string{s.Chosen.Blob}, s.seen...)
	if s.Kept && !s.Up {
		need = []string{s.read}
	}
	for _, blob := range need {
		if _, known := s.Marks[blob]; blob != "" && !known {
			s.markPaper(blob)
			return
		}
	}
}

func (s *Model) markPaper(blob string) {
	typed, life := s.Answer.Typed, s.life
	s.Marking = blob
	var found pageview.PaperMarks
	s.errands.Run(func(ctx context.Context) error {
		text, ok, err := s.searches.Words(ctx, blob)
		if ok {
			found = pageview.MarksIn(text, typed)
		}
		return err
	}, func(err error) {
		if life != s.life {
			return // other words are looked for now
		}
		s.Marking = ""
		if err != nil {
			s.setting.Report(err) // the paper is shown without marks
		}
		s.Marks[blob] = found
		s.changed()
	})
}
