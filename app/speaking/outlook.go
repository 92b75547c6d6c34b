package speaking

import "time"

// Outlook is when somebody's turn will be about, or the end of the list.
type Outlook struct {
	Place    int           // in the queue, 1 …; 0: not about one request
	Ahead    int           // how many come before, who is not there among them
	Known    bool          // whether anything can be said of the time
	Soonest  time.Duration // from now
	Latest   time.Duration
	OnFloor  bool // it is their turn
	Awaiting bool // the chair has still to approve
}

// Minutes returns the range in whole minutes, as it is told to people: never sooner than Soonest, never later than Latest
// but for less than a minute.
func (o Outlook) Minutes() (from, to int) {
	return int(o.Soonest / time.Minute), int((o.Latest + time.Minute - 1) / time.Minute)
}

// Outlook returns when a person's next turn will be about; false for who neither speaks nor waits. Each speech before
// takes between the mean of the contributions so far and the time that it may take; who is not there takes none at the
// soonest. Nothing is known where somebody before may speak without limit and nobody has ended yet.
func (l List) Outlook(person string, bench Bench) (Outlook, bool) {
	if top, below := l.Floor(); top.ID != "" && top.Person == person || below.ID != "" && below.Person == person {
		return Outlook{OnFloor: true, Known: true}, true
	}
	queue := l.Queue(bench)
	for i, row := range queue {
		if row.Person == person {
			outlook := l.until(queue[:i], bench)
			outlook.Place = i + 1
			return outlook, true
		}
	}
	for _, e := range l.Pending() {
		if e.Person == person {
			return Outlook{Awaiting: true}, true
		}
	}
	return Outlook{}, false
}

// Overview is how a whole list stands.
type Overview struct {
	Pending, Waiting, Absent, Away int     // Absent are among those who wait
	Spoken                         Totals  // all kinds
	End                            Outlook // until all who wait have spoken
}

// Overview returns how the list stands as a whole.
func (l List) Overview(bench Bench) Overview {
	queue := l.Queue(bench)
	o := Overview{Pending: len(l.Pending()), Waiting: len(queue), Away: len(l.Away()), Spoken: Sum(l.Entries, bench.Now), End: l.until(queue, bench)}
	for _, row := range queue {
		if row.Absent {
			o.Absent++
		}
	}
	return o
}

// until is how long who has the floor and these will take.
func (l List) until(ahead []Row, bench Bench) Outlook {
	var ended []Entry
	for _, e := range l.Entries {
		if e.State == Ended {
			ended = append(ended, e)
		}
	}
	mean := Sum(ended, bench.Now, Contributions...).All.Mean()
	o := Outlook{Ahead: len(ahead), Known: true}
	take := func(kind Kind, limit, spoken time.Duration, absent bool) {
		soonest, latest := limit, limit // a speech that is no contribution takes its own short time
		if kind.contribution() {
			soonest, latest = min(mean, limit), max(mean, limit)
		}
		if limit == 0 {
			soonest = latest
			o.Known = o.Known && latest > 0
		}
		if absent {
			soonest = 0
		}
		o.Soonest += max(soonest-spoken, 0)
		o.Latest += max(latest-spoken, 0)
	}
	top, below := l.Floor()
	for _, e := range []Entry{top, below} {
		if e.ID != "" {
			take(e.Kind, time.Duration(e.Allotted+e.Extra)*time.Second, e.Spoken(bench.Now), false)
		}
	}
	turns := map[string]int{} // speeches of one person among those ahead
	for _, row := range ahead {
		who := row.Person + "/" + string(row.Kind.slot())
		limit, _ := LimitOf(l.Setup.Limits, row.Kind, l.nth(row.Entry)+turns[who])
		turns[who]++
		take(row.Kind, time.Duration(limit.Seconds)*time.Second, 0, row.Absent)
	}
	return o
}
