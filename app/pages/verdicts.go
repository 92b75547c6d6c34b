package pages

import "time"

// verdicts remember pages that brought their worker down. After the second time the answer is there at once, and no
// worker is lost to that page, for a while: a worker may have been killed by somebody else, or in want of memory
// that is there again. Under the renderer's lock.
type verdicts map[place]verdict

// place is a page of a document, or with NoPage the document as such.
type place struct {
	id   string
	page int
}

// verdict is how often a page failed hard, how the last time, and until when it is not tried again.
type verdict struct {
	failures int
	code     Code
	until    time.Time
}

const (
	// enough failures make a page bad.
	enough = 2
	// badFor is how long it is bad then; twice as long after each further failure, mostBad at most.
	badFor  = time.Minute
	mostBad = time.Hour
)

// on is the error for a page that is bad now, nil for all others. A document that is bad as such is bad on every
// page.
func (v verdicts) on(where place, now time.Time) error {
	for _, known := range []place{where, {where.id, NoPage}} {
		if found := v[known]; now.Before(found.until) {
			return fault(found.code, where.page, nil)
		}
	}
	return nil
}

// note counts a hard failure.
func (v verdicts) note(where place, code Code, now time.Time) {
	found := verdict{failures: v[where].failures + 1, code: code}
	if beyond := found.failures - enough; beyond >= 0 {
		found.until = now.Add(min(badFor<<min(beyond, 10), mostBad))
	}
	v[where] = found
}

// forgive forgets all about a document.
func (v verdicts) forgive(id string) {
	for where := range v {
		if where.id == id {
			delete(v, where)
		}
	}
}
