package seat

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Duty returns how the room server stands with its standby; for clerks, while connected.
func (s *Seat) Duty() people.Duty {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.standing.Duty
}

// Standing says how this device stands with its room, and what it has not sent.
func (s *Seat) Standing() people.Standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	standing := s.standing
	standing.Unsent = make([]people.Unsent, 0, len(s.waiting))
	for _, w := range s.waiting {
		sealed := w.command.Kind == change.Sealed
		if w.person != standing.Person && !(sealed && standing.Person == "") {
			continue // another person's act; it is sent, and shown to nobody else
		}
		if sealed {
			standing.Unsent = append(standing.Unsent, people.Unsent{Command: w.command.ID, Since: w.at, Sealed: true})
			continue
		}
		standing.Unsent = append(standing.Unsent, about(w))
	}
	return standing
}

// about is a command as it is shown.
func about(w waiting) people.Unsent {
	unsent := people.Unsent{Command: w.command.ID, Kind: w.command.Kind, Since: w.at}
	var about struct {
		ID     string `json:"id"`
		Poll   string `json:"poll"`
		Person string `json:"person"`
		Choice string `json:"choice"`
		State  string `json:"state"`
	}
	if json.Unmarshal(w.command.Body, &about) == nil {
		unsent.About, unsent.Detail = about.ID+about.Poll+about.Person, about.Choice+about.State
	}
	return unsent
}

// Rules returns the table of majorities.
func (s *Seat) Rules() []council.MajorityRule { return s.config.Rules }

// Now returns the server's time as this device best knows it.
func (s *Seat) Now() time.Time { return s.Standing().Now(s.config.Now()) }

// Sessions returns every session this device knows, the next or running one first.
func (s *Seat) Sessions() []*council.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ordered()
}

func (s *Seat) ordered() []*council.State {
	var known []*council.State
	for _, id := range slices.Sorted(maps.Keys(s.sessions)) {
		if s.sessions[id].Exists() {
			known = append(known, s.sessions[id])
		}
	}
	rank := map[council.SessionState]int{council.SessionOpen: 0, council.SessionPrepared: 1, council.SessionClosed: 2}
	slices.SortStableFunc(known, func(a, b *council.State) int {
		if order := rank[a.Session.State] - rank[b.Session.State]; order != 0 {
			return order
		}
		if a.Session.State == council.SessionClosed {
			return int((b.Session.StartsAt - a.Session.StartsAt) / 1000)
		}
		return int((a.Session.StartsAt - b.Session.StartsAt) / 1000)
	})
	return known
}

// Session returns the session to show: the chosen one, else the one that is running, else the
// next. It is never nil; where there is none, Exists is false.
func (s *Seat) Session() *council.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current()
}

func (s *Seat) current() *council.State {
	if state := s.sessions[s.chosen]; state != nil && state.Exists() {
		return state
	}
	if known := s.ordered(); len(known) > 0 {
		return known[0]
	}
	return council.NewState("")
}

// Choose shows another session.
func (s *Seat) Choose(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chosen = session
	s.tell()
}

// Person returns the deputy who holds this device; ok is false for nobody.
func (s *Seat) Person() (deputy council.Deputy, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.standing.Person == "" {
		return council.Deputy{}, false
	}
	if deputy, ok = s.current().Deputies[s.standing.Person]; ok {
		return deputy, true
	}
	for _, state := range s.ordered() {
		if deputy, ok = state.Deputies[s.standing.Person]; ok {
			return deputy, true
		}
	}
	return council.Deputy{Person: s.standing.Person}, true
}

// Persons returns everyone the office knows, in Vietnamese order; for clerks.
func (s *Seat) Persons() []people.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	persons := slices.SortedFunc(maps.Values(s.people.Persons), func(a, b people.Person) int { return strings.Compare(a.ID, b.ID) })
	people.SortByName(persons, func(p people.Person) string { return p.Name }) // two of one name stay in order of their ids
	return persons
}

// Devices returns every device of the room by number; for clerks.
func (s *Seat) Devices() []people.Device {
	s.mu.Lock()
	defer s.mu.Unlock()
	devices := slices.Collect(maps.Values(s.people.Devices))
	slices.SortFunc(devices, func(a, b people.Device) int {
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		return strings.Compare(a.ID, b.ID)
	})
	return devices
}

// Holder returns the name of who holds a device, "" for nobody; for clerks.
func (s *Seat) Holder(device string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.people.Persons[s.people.Holder(device)].Name
}

// Connected reports whether a device is connected now; for clerks.
func (s *Seat) Connected(device string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.present, device)
}

// ReadingNow returns which paper the room reads at this moment, and how far it is; nothing where it reads none or this
// device is not told.
func (s *Seat) ReadingNow() council.ReadingProgress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reading
}

// Owing returns of how many audiences a device may still hold something that it may not see any more; 0
// once it has wiped them and said so.
func (s *Seat) Owing(device string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.owing[device]
}
