package speaking

import "slices"

// Start (mời phát biểu) gives the floor. It ends the speech that has it, with one exception: an interposed question pauses it,
// and so do its answers; when the question and the answers that wait are over, the paused speech goes on by itself. Until
// then nobody else can be given the floor.
type Start struct {
	OfEntry     // empty: the next in the queue who is present
	Seconds int `json:"seconds,omitempty"` // for this speech; 0: as the table says
}

func (a Start) do(l List, by Actor, bench Bench) (Written, error) {
	if !by.leads() {
		return refuse(NotAllowed)
	}
	e, ok := l.Entry(a.ID)
	if a.ID == "" {
		if e, ok = l.Next(bench); !ok {
			return refuse(NobodyWaits)
		}
	}
	switch {
	case !ok:
		return refuse(UnknownEntry)
	case e.State == Asked:
		return refuse(NotApproved)
	case e.State != Waiting && e.State != Skipped:
		return refuse(NotWaiting)
	case l.Setup.PresentOnly && !bench.present(e.Person):
		return refuse(NotPresent)
	case a.Seconds < 0 || a.Seconds > maxExtra:
		return refuse(WrongNumber)
	}
	written, code := l.makeWay(e, bench)
	if code != "" {
		return refuse(code)
	}
	written.Entries = append(written.Entries, l.movedUp(e, bench)...)
	limit, _ := LimitOf(l.Setup.Limits, e.Kind, l.nth(e))
	e.Allotted = limit.Seconds
	if a.Seconds > 0 {
		e.Allotted = a.Seconds
	}
	e.State, e.Pin, e.Timing = Speaking, 0, e.Begun(bench.Now)
	written.Entries = append(written.Entries, e)
	return written, nil
}

// makeWay does to who has the floor what must be done before e has it, or says why it cannot be.
func (l List) makeWay(e Entry, bench Bench) (Written, string) {
	top, below := l.Floor()
	switch {
	case e.Kind == Interposed && (top.Kind.aside() || top.Waits != ""):
		return Written{}, InterposedAlready
	case e.Kind == Interposed && top.State == Speaking:
		top.State, top.Waits, top.Timing = Paused, e.ID, top.Halted(bench.Now)
		return Written{Entries: []Entry{top}}, ""
	case e.Kind == Interposed:
		return Written{}, ""
	case e.Kind == Answer && below.ID != "" && top.ID != e.Question && top.Question != e.Question,
		e.Kind == Answer && below.ID == "" && top.Waits != "" && top.Waits != e.Question,
		e.Kind != Answer && (below.ID != "" || top.Waits != ""):
		return Written{}, Interrupted
	case top.ID == "", e.Kind == Answer && top.State == Paused && !top.Kind.aside():
		return Written{}, ""
	}
	return Written{Entries: []Entry{top.ended(bench)}}, ""
}

func (e Entry) ended(bench Bench) Entry {
	e.State, e.Waits, e.Timing = Ended, "", e.Halted(bench.Now)
	return e
}

// Pause (tạm dừng) stops the time of who speaks. They keep the floor.
type Pause struct{ OfEntry } // empty: who speaks

func (a Pause) do(l List, by Actor, bench Bench) (Written, error) {
	e, code := l.onFloor(a.ID, by)
	switch {
	case code != "":
		return refuse(code)
	case e.State == Paused:
		return refuse(PausedAlready)
	}
	e.State, e.Timing = Paused, e.Halted(bench.Now)
	return Written{Entries: []Entry{e}}, nil
}

// Resume (tiếp tục) lets the time run on.
type Resume struct{ OfEntry } // empty: who has the floor

func (a Resume) do(l List, by Actor, bench Bench) (Written, error) {
	e, code := l.onFloor(a.ID, by)
	top, _ := l.Floor()
	switch {
	case code != "":
		return refuse(code)
	case e.State == Speaking:
		return refuse(RunningAlready)
	case top.ID != e.ID:
		return refuse(Busy)
	}
	return Written{Entries: []Entry{e.resumed(bench)}}, nil
}

func (e Entry) resumed(bench Bench) Entry {
	e.State, e.Waits, e.Timing = Speaking, "", e.Begun(bench.Now)
	return e
}

// End (kết thúc) ends a speech. If it was a question that interrupted somebody, or an answer to it, and no further answer
// waits, the interrupted speech goes on.
type End struct{ OfEntry } // empty: who has the floor

func (a End) do(l List, by Actor, bench Bench) (Written, error) {
	e, code := l.onFloor(a.ID, by)
	if code != "" {
		return refuse(code)
	}
	written := Written{Entries: []Entry{e.ended(bench)}}
	_, below := l.Floor()
	if question := below.Waits; question != "" && below.ID != e.ID {
		answers := slices.ContainsFunc(l.Entries, func(o Entry) bool { return o.State == Waiting && o.Kind == Answer && o.Question == question })
		if !answers {
			written.Entries = append(written.Entries, below.resumed(bench))
		}
	}
	return written, nil
}

// Extend (cho thêm thời gian) adds one of the Extensions to a speech. The chair alone may.
type Extend struct {
	OfEntry     // empty: who has the floor
	Seconds int `json:"seconds"`
}

func (a Extend) do(l List, by Actor, _ Bench) (Written, error) {
	if !by.Chair {
		return refuse(NotAllowed)
	}
	e, code := l.onFloor(a.ID, by)
	if code != "" {
		return refuse(code)
	}
	extended, ok := e.Extended(a.Seconds)
	if !ok {
		return refuse(WrongNumber)
	}
	e.Timing = extended
	return Written{Entries: []Entry{e}}, nil
}

// onFloor finds the speech that an act of who leads is about: one that has begun and not ended.
func (l List) onFloor(id string, by Actor) (Entry, string) {
	e, ok := l.Entry(id)
	if id == "" {
		if e, _ = l.Floor(); e.ID == "" {
			return e, withCode(by, NobodySpeaks)
		}
		ok = true
	}
	switch {
	case !by.leads():
		return e, NotAllowed
	case !ok:
		return e, UnknownEntry
	case !e.OnFloor():
		return e, NotOnFloor
	}
	return e, ""
}

// withCode is the code for who leads; whoever does not is told that first.
func withCode(by Actor, code string) string {
	if !by.leads() {
		return NotAllowed
	}
	return code
}
