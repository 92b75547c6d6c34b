package storage

import (
	"container/list"
	"maps"
	"slices"
)

// ledger knows which parts of papers are kept, how large they are, and which was not used for longest. It touches no
// disk; not safe for concurrent use.
type ledger struct {
	bytes  int64
	order  *list.List // of entry, the one used last at the end
	byPart map[partOf]*list.Element
}

type entry struct {
	at   partOf
	size int64
}

func newLedger() ledger { return ledger{order: list.New(), byPart: map[partOf]*list.Element{}} }

func (l *ledger) has(at partOf) bool { return l.byPart[at] != nil }

// use notes that a part is used; false where it is not kept.
func (l *ledger) use(at partOf) bool {
	element := l.byPart[at]
	if element != nil {
		l.order.MoveToBack(element)
	}
	return element != nil
}

// put notes a part, as the one used last.
func (l *ledger) put(at partOf, size int64) {
	l.drop(at)
	l.byPart[at] = l.order.PushBack(entry{at, size})
	l.bytes += size
}

func (l *ledger) drop(at partOf) {
	if element := l.byPart[at]; element != nil {
		l.bytes -= l.order.Remove(element).(entry).size
		delete(l.byPart, at)
	}
}

func (l *ledger) dropPaper(paper string) {
	for at := range l.byPart {
		if at.paper == paper {
			l.drop(at)
		}
	}
}

// oldest is the part that was not used for longest.
func (l *ledger) oldest() (at partOf, size int64, any bool) {
	front := l.order.Front()
	if front == nil {
		return partOf{}, 0, false
	}
	one := front.Value.(entry)
	return one.at, one.size, true
}

func (l *ledger) papers() []string {
	all := map[string]bool{}
	for at := range l.byPart {
		all[at.paper] = true
	}
	return slices.Sorted(maps.Keys(all))
}
