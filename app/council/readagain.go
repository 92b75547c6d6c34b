package council

import "congso.vn/congso/app/change"

// What a clerk may ask of the reading of a paper. Bodies Pointing. On the wire: only ever add.
const (
	StopReading = "document.stop-reading" // leaves a paper unread that is being read, or waits for it
	ReadAgain   = "document.read-again"   // has a paper read once more that was left, or could not be read
)

// ReadingProgress is how far the room server is with reading a paper. It is told and never written down.
type ReadingProgress struct {
	Session, Document string
	Page, Pages       int // that is done, 1 …, of how many; 0 before the first
}

// ReadingStopped is the fault of a reading that a clerk called off.
const ReadingStopped = "stopped"

// stopReading writes down that a paper is not read: whoever reads it sees that and leaves it, and a server that is
// started again does not begin it anew.
func stopReading(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	document, known := d.state.Documents[v.ID]
	if !known || document.Withdrawn {
		return change.Refuse("document.unknown")
	}
	if _, read := d.state.ReadingOf(document); read {
		return change.Refuse("document.read-already")
	}
	d.write(ReadingKind, document.Audience, v.ID, Reading{Document: v.ID, Blob: document.Blob, Fault: ReadingStopped})
	return change.Accept()
}

// readAgain forgets what was read of a paper, and what was remarked of it.
func readAgain(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	document, known := d.state.Documents[v.ID]
	if !known || document.Withdrawn {
		return change.Refuse("document.unknown")
	}
	reading, read := d.state.ReadingOf(document)
	if !read {
		return change.Refuse("document.not-read")
	}
	if reading.Fault == "" && reading.Bare == 0 {
		return change.Refuse("document.read-already")
	}
	d.takeBack(ReadingKind, document.Audience, v.ID)
	d.forgetCheck(v.ID)
	return change.Accept()
}

// forgetCheck takes back what was remarked of a paper.
func (d *deed) forgetCheck(document string) {
	if _, checked := d.state.Checks[document]; checked {
		d.takeBack(CheckKind, d.clerks(), document)
	}
}
