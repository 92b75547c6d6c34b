package pages

// verdicts remember pages that brought their worker down. Twice is enough: from then on the answer
// is there at once, and no worker is lost to that page again. Under the renderer's lock.
type verdicts map[place]verdict

// place is a page of a document, or with NoPage the document as such.
type place struct {
	id   string
	page int
}

// verdict is how often a page failed hard, and how the last time.
type verdict struct {
	failures int
	code     Code
}

// enough failures make a page bad for good.
const enough = 2

// on is the error for a page that is known to be bad, nil for all others. A document that is bad
// as such is bad on every page.
func (v verdicts) on(where place) error {
	for _, known := range []place{where, {where.id, NoPage}} {
		if found := v[known]; found.failures >= enough {
			return fault(found.code, where.page, nil)
		}
	}
	return nil
}

// note counts a hard failure.
func (v verdicts) note(where place, code Code) {
	v[where] = verdict{failures: v[where].failures + 1, code: code}
}

// forgive forgets all about a document.
func (v verdicts) forgive(id string) {
	for where := range v {
		if where.id == id {
			delete(v, where)
		}
	}
}
