package pack

import (
	"context"
	"encoding/json"
	"fmt"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Options are what reading a pack needs from outside.
type Options struct {
	NewID func() string          // ids of the session (asked for first), items, papers, persons and polls
	Rules []council.MajorityRule // the office's table; nil: council.DefaultRules

	// Known returns the id of a person whom the office knows already, by full name (NFC) and
	// group. It is not asked where two in the pack share both. May be nil.
	Known func(name, group string) (id string, known bool)

	// Bare is the session of a pack without session.json, as far as the office can say: body,
	// office, place, time. Where it has no title or body, the pack's name and hdnd are taken.
	Bare council.Session

	// Convert makes a PDF of an office paper that was stored, and stores it too; nil: office papers are not taken. An
	// *office.Error of it is a fault of the pack.
	Convert func(context.Context, Paper) (Converted, error)

	Limits   Limits
	Progress func(done, total int64) // bytes of papers; on the goroutine of Read; may be nil
}

// Converted is the PDF that was made of an office paper.
type Converted struct {
	Blob  string // BLAKE3, hexadecimal
	Size  int64  // bytes
	Pages int
}

// Result is a whole session, ready to be asked for with council.ImportSession.
type Result struct {
	Import  council.Import
	Persons []people.Person // everyone in delegates.csv, those known already with the id they have
	Papers  []Paper         // of Import.Documents, in the same order
	Remarks []Remark
	Offered bool // there was no session.json: the agenda is made of the files' names
}

// Read reads a pack. The error is an *Error where the pack is refused, with every fault in it, and
// that of ctx where reading was called off; otherwise the council takes the import as it is, given
// the same rules and the papers' bytes. Memory does not grow with the size of the papers.
func Read(ctx context.Context, p *Pack, options Options) (Result, error) {
	r := &reading{
		options: options, limits: options.Limits.filled(), found: &notes{}, blobs: map[*entry]blob{},
		result: Result{Import: council.Import{Session: council.Session{ID: options.NewID()}}},
	}
	r.left = r.limits.Total
	if r.options.Rules == nil {
		r.options.Rules = council.DefaultRules
	}
	entries := p.source.list(r.limits, r.found)
	if len(entries) == 0 && len(r.found.faults) > 0 {
		return Result{}, r.found.err()
	}
	r.tree = plant(entries, r.found)
	if err := r.everything(ctx, p.name); err != nil {
		return Result{}, fmt.Errorf("pack: read %s: %w", p.name, err)
	}
	if len(r.found.faults) == 0 {
		r.judge()
	}
	if err := r.found.err(); err != nil {
		return Result{}, err
	}
	r.result.Remarks = r.found.remarks
	return r.result, nil
}

// reading is one Read under way.
type reading struct {
	options Options
	limits  Limits
	found   *notes
	tree    *tree
	left    int64 // bytes that may still be read in all
	blobs   map[*entry]blob
	groups  map[string]string // groups on the roster, by sameAs
	result  Result
}

// everything reads the parts one after the other. Its error is that of ctx; all else is noted.
func (r *reading) everything(ctx context.Context, name string) error {
	session, err := r.session(ctx)
	if err != nil {
		return err
	}
	rows, err := r.delegates(ctx)
	if err != nil {
		return err
	}
	chair := ""
	if session != nil {
		chair = session.Session.Chair
	}
	r.seat(rows, chair, session != nil)
	var agenda []planned
	switch {
	case session != nil:
		r.fillSession(session)
		agenda = r.planned(session.Items)
	case len(r.found.faults) == 0:
		agenda = r.offered(name)
	default:
		return nil // without an agenda every paper would seem to be one too many
	}
	if err := r.hashAll(ctx, agenda); err != nil {
		return err
	}
	r.fillAgenda(agenda)
	r.tree.leftOver(r.found)
	return nil
}

// session reads session.json; nil where there is none or it is at fault.
func (r *reading) session(ctx context.Context) (*sessionText, error) {
	e, ok := r.tree.find(sessionFile)
	if !ok {
		for _, other := range r.tree.entries {
			if sameAs(baseName(other.path)) == sessionFile {
				r.found.fault(remark(SessionMisplaced, other.path))
			}
		}
		return nil, nil
	}
	data, ok, err := r.textOf(ctx, e)
	if err != nil || !ok {
		return nil, err
	}
	return parseSession(data, r.found), nil
}

// textOf reads a text file, or notes why not. The error is that of ctx.
func (r *reading) textOf(ctx context.Context, e *entry) ([]byte, bool, error) {
	e.visited = true
	if !r.isPlain(e, e.path) {
		return nil, false, nil
	}
	data, err := r.readText(ctx, e)
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err != nil {
		r.found.blame(err, e.path)
		return nil, false, nil
	}
	return data, true, nil
}

// isPlain notes a fault for what is listed and cannot be opened as a file.
func (r *reading) isPlain(e *entry, named string) bool {
	switch e.kind {
	case link:
		r.found.fault(remark(FileLink, named))
	case special:
		r.found.fault(remark(FileSpecial, named))
	}
	return e.kind == plainFile
}

// judge asks the council whether it takes the import: a rule that the pack's reader does not know
// must be heard of now, and not when the clerk has pressed the button.
func (r *reading) judge() {
	id := r.result.Import.Session.ID
	body, err := json.Marshal(r.result.Import)
	if err != nil { // only a fault of the program: plain structs
		panic(fmt.Sprintf("pack: write import: %v", err))
	}
	_, answer := council.NewState(id).Judge(
		change.Actor{Mode: string(people.ClerkMode)},
		change.Command{Kind: council.ImportSession, Stream: people.CouncilStream(id), Body: body},
		council.Bench{Rules: r.options.Rules, HasBlob: func(string) bool { return true }})
	if answer.Outcome != change.Accepted {
		r.found.fault(remark(NotAccepted, "", "code", answer.Code))
	}
}
