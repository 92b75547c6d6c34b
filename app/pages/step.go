package pages

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// take reads the body of a reply, all of it.
type take func(head reply, in io.Reader, length int) error

// nothing takes the body of a reply that has none.
func nothing(reply, io.Reader, int) error { return nil }

// step asks the child one thing on behalf of a job and waits for the answer, under the clock. If
// the child is lost over it, that is counted against the place to blame. The document is what the child
// may need more of.
func (s *slot) step(ctx context.Context, j *job, blame place, document openPaper, asked request, body []byte, wanted string, read take) error {
	c := s.child
	w := s.watch(ctx, j, c)
	supply := &supply{slot: s, job: j, child: c, watch: w, document: document}
	head, err := exchange(c, asked, body, wanted, read, func(head reply) error { return supply.bring(ctx, head) })
	w.stop()
	if supply.failed != nil && !errors.Is(supply.failed, errGone) && ctx.Err() == nil {
		return supply.end(head, err)
	}
	switch {
	case err != nil:
		c.kill(killedBroken)
		return s.mourn(j, blame, CodeCrashed, err)
	case head.Kind != kindFault:
		return nil
	case head.Last:
		c.kill(killedBroken)
		return s.mourn(j, blame, head.Code, errors.New(head.Detail))
	}
	return fault(head.Code, j.page, errors.New(head.Detail))
}

// exchange is one request and its reply, which is a fault or what was wanted. Before it replies the child
// may need more of a document, which bring brings.
func exchange(c *child, asked request, body []byte, wanted string, read take, bring func(reply) error) (reply, error) {
	if err := c.send(asked, body); err != nil {
		return reply{}, err
	}
	for {
		head, err := c.receive(func(head reply, in io.Reader, length int) error {
			switch {
			case head.Kind == kindFault, head.Kind == kindNeed && bring != nil:
				return nil
			case head.Kind != wanted:
				return fmt.Errorf("%q in answer to %q: %w", head.Kind, asked.Kind, errFrame)
			}
			return read(head, in, length)
		})
		if err != nil || head.Kind != kindNeed {
			return head, err
		}
		if err := bring(head); err != nil {
			return head, err
		}
	}
}

// errCrowded is why a document did not fit into a worker that had others to hold: it is no fault of
// the document yet.
var errCrowded = errors.New("worker was not empty")

// mourn buries a child and says what its end means for the job it was busy with.
func (s *slot) mourn(j *job, blame place, code Code, cause error) error {
	c := s.child
	s.dismiss(killedBroken)
	s.lost = true
	if code == CodeTooLarge && (c.served > 0 || c.papers.others(j.id)) {
		return fault(code, j.page, errors.Join(errCrowded, cause))
	}
	switch c.killed.Load() {
	case killedSlow:
		code = CodeTooSlow
	case killedClosing:
		return fault(CodeClosed, j.page, cause)
	case killedAbandoned:
		return fault(CodeTooSlow, j.page, cause)
	}
	r := s.renderer
	r.config.Logger.Error("Render worker is lost", "document", blame.id, "page", blame.page, "kind", j.kind,
		"code", code, "cause", cause, "said", c.trouble.String())
	r.mu.Lock()
	defer r.mu.Unlock()
	if blame.id != j.id || r.papers[j.id].edition == j.edition {
		r.verdicts.note(blame, code, r.now())
	}
	return fault(code, j.page, cause)
}
