package chamber

import (
	"context"
	"slices"
)

// see is told which rows are on the screen, and how wide their pictures and the chosen page are in pixels.
func (s *searchModel) see(first, last, small, large int) {
	shown := s.shown()
	s.seen = s.seen[:0]
	var wanted []shot
	if s.chosen.Document != "" && large > 0 {
		wanted = append(wanted, shot{s.chosen.Blob, max(0, s.chosen.Page), large})
	}
	for i := max(0, first); i <= last && i < len(shown); i++ {
		if place := shown[i].Place; place.Document != "" {
			wanted = append(wanted, shot{place.Blob, max(0, place.Page), small})
			if place.Page >= 0 && !slices.Contains(s.seen, place.Blob) {
				s.seen = append(s.seen, place.Blob)
			}
		}
	}
	s.shots.want(wanted)
	s.mark()
}

// mark finds where the words stand: in the chosen paper first, then in those on the screen, one at a time.
func (s *searchModel) mark() {
	if s.marking != "" || s.answer.typed == "" {
		return
	}
	need := append([]string{s.chosen.Blob}, s.seen...)
	if s.kept && !s.up {
		need = []string{s.read}
	}
	for _, blob := range need {
		if _, known := s.marks[blob]; blob != "" && !known {
			s.markPaper(blob)
			return
		}
	}
}

func (s *searchModel) markPaper(blob string) {
	typed, life := s.answer.typed, s.life
	s.marking = blob
	var found paperMarks
	s.errands.run(func(ctx context.Context) error {
		text, ok, err := s.searches.Words(ctx, blob)
		if ok {
			found = marksIn(text, typed)
		}
		return err
	}, func(err error) {
		if life != s.life {
			return // other words are looked for now
		}
		s.marking = ""
		if err != nil {
			s.setting.Report(err) // the paper is shown without marks
		}
		s.marks[blob] = found
		s.changed()
	})
}
