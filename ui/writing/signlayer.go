package writing

import "congso.vn/congso/app/notes"

// Signs are the notes and stamps of a page.
func (p *InkPages) Signs(page int) []*notes.Drawn {
	if p.blob == "" || p.Sheets[page] == nil {
		return nil
	}
	var signs []*notes.Drawn
	for _, m := range p.On(page) {
		if m.Kind == notes.Sticky || m.Kind == notes.Stamped {
			signs = append(signs, m)
		}
	}
	return signs
}
