package room

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/trust"
)

// bench holds the state of the logs and judges on it; it implements hub.Bench for the writer's
// goroutine and hub.Rights for any. The states of sessions are read from the log when they are
// first needed, so that old sessions cost nothing at start.
type bench struct {
	log      *storage.Room
	rules    []council.MajorityRule
	secrets  *secrets
	safe     *safe
	subjects *subjects
	backoff  backoff
	hasBlob  func(hash string) bool
	invite   func(people.Inviting) (people.Invited, error)
	logger   *slog.Logger

	mu       sync.RWMutex // guards what follows: the writer writes, Grant reads
	people   *people.State
	sessions map[string]*council.State
	rosters  map[string]*council.State // of every session in the log: its head and its roster, whence rights come
	regrant  bool                      // rights changed since it was last asked
	decided  []decision                // on devices that were proposed by digits, not yet told
}

// load reads the people, the rosters of all sessions, and whole the sessions that are under way: a
// poll that was running when the server died must close by itself.
func (b *bench) load(ctx context.Context, streams map[change.Stream]change.Head) error {
	b.people, b.sessions, b.rosters = people.NewState(), map[string]*council.State{}, map[string]*council.State{}
	if err := b.log.Sound(ctx, people.Stream); err != nil {
		return err
	}
	facts, err := b.log.Facts(ctx, people.Stream)
	if err != nil {
		return err
	}
	for _, c := range facts {
		if err := b.people.Apply(c); err != nil {
			return err
		}
	}
	for stream := range streams {
		id, ok := people.SessionOf(stream)
		if !ok {
			continue
		}
		head, err := b.outline(ctx, id, council.SessionKind, council.DeputyKind)
		if err != nil {
			return err
		}
		b.rosters[id] = head
		if head.Session.State == council.SessionOpen {
			if _, err := b.session(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// outline returns what the facts of some kinds alone say of a session.
func (b *bench) outline(ctx context.Context, id string, kinds ...string) (*council.State, error) {
	head := council.NewState(id)
	for _, kind := range kinds {
		facts, err := b.log.FactsUnder(ctx, people.CouncilStream(id), kind, "")
		if err != nil {
			return nil, err
		}
		for _, c := range facts {
			if err := head.Apply(c); err != nil {
				return nil, err
			}
		}
	}
	return head, nil
}

// session returns the state of a session, from the log where it is not in memory. b.mu is held.
func (b *bench) session(ctx context.Context, id string) (*council.State, error) {
	if state := b.sessions[id]; state != nil {
		return state, nil
	}
	state := council.NewState(id)
	if b.rosters[id] != nil {
		if err := b.read(ctx, state); err != nil {
			return nil, err
		}
	}
	b.sessions[id] = state
	return state, nil
}

// read folds a session's facts in, with the ballots of the polls that still need them.
func (b *bench) read(ctx context.Context, state *council.State) error {
	stream := people.CouncilStream(state.ID)
	// Whatever is judged on it is written anew, under a hash that is right: what the disk changed must not get there.
	if err := b.log.Sound(ctx, stream); err != nil {
		return err
	}
	facts, err := b.log.Facts(ctx, stream)
	if err != nil {
		return err
	}
	for _, c := range facts {
		if err := state.Apply(c); err != nil {
			return err
		}
	}
	for _, poll := range state.PollsOf("") {
		if poll.State == council.PollCreated {
			continue
		}
		for _, kind := range []string{council.BallotKind, council.CastKind} {
			if kind == council.CastKind && poll.State == council.PollPublished {
				continue
			}
			facts, err := b.log.FactsUnder(ctx, stream, kind, poll.ID+"/")
			if err != nil {
				return err
			}
			for _, c := range facts {
				if err := state.Apply(c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Judge decides a command, and seals what is personal in what it writes.
func (b *bench) Judge(ctx context.Context, actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	drafts, answer := b.judge(ctx, actor, command, now)
	sealed, err := b.subjects.seal(ctx, drafts)
	if err != nil {
		b.logger.Error("Personal fields not sealed", "error", err)
		return nil, change.Answer{Outcome: change.Failed, Code: "server.cannot-write"}
	}
	return sealed, answer
}

// judge decides a command. Who acts is looked up here, on the state that the command meets: not
// as the connection knew it when the command came in.
func (b *bench) judge(ctx context.Context, actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	command, refused := b.safe.open(command)
	if refused != nil {
		return nil, *refused
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if actor.Device != "" {
		device := b.people.Devices[actor.Device]
		if device.State != people.Approved {
			return nil, change.Refuse("device." + string(stateOr(device.State)))
		}
		actor.Mode, actor.Person = string(device.Mode), b.people.Holder(actor.Device)
		if command.Person != "" && command.Person != actor.Person {
			if command.Stream == people.Stream && command.Kind == people.SignOutKind {
				return nil, change.Answer{Outcome: change.Duplicate} // they do not hold it any more
			}
			return nil, change.Refuse("person.changed")
		}
	}
	if command.Late() {
		return nil, change.Refuse(change.Expired)
	}
	if command.Stream == people.Stream {
		return b.judgePeople(ctx, actor, command, now)
	}
	id, ok := people.SessionOf(command.Stream)
	if !ok || id == "" || len(id) > 100 {
		return nil, change.Refuse("command.unknown")
	}
	creates := command.Kind == council.CreateSession || command.Kind == council.ImportSession
	if b.rosters[id] == nil && !creates {
		return nil, change.Refuse("session.unknown")
	}
	state, err := b.session(ctx, id)
	if err != nil {
		b.logger.Error("Session not read", "session", id, "error", err)
		return nil, change.Answer{Outcome: change.Failed, Code: "server.cannot-read"}
	}
	drafts, answer := state.Judge(actor, command, council.Bench{Now: now, Rules: b.rules, HasBlob: b.hasBlob})
	return append(drafts, b.people.Enroll(enrolled(drafts))...), answer
}

// enrolled returns the persons that drafts put on a roster, so that cards can be made for them.
func enrolled(drafts []change.Draft) []people.Person {
	var persons []people.Person
	for _, draft := range drafts {
		var deputy council.Deputy
		if draft.Kind != council.DeputyKind || len(draft.Body) == 0 || json.Unmarshal(draft.Body, &deputy) != nil {
			continue
		}
		persons = append(persons, people.Person{ID: deputy.Person, Name: deputy.Name, Role: people.Delegate, Group: deputy.Group, Position: deputy.Position})
	}
	return persons
}

func stateOr(state people.DeviceState) people.DeviceState {
	if state == "" {
		return people.Pending
	}
	return state
}

// judgePeople does what needs a secret before the pure rule decides.
func (b *bench) judgePeople(ctx context.Context, actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	switch command.Kind {
	case people.SignInKind:
		return b.signIn(actor, command, now)
	case people.IssueCardKind:
		return b.issueCard(actor, command, now)
	case people.InviteKind:
		return nil, b.inviteDevices(actor, command)
	case people.HeadKind:
		return nil, b.head(ctx, actor, command)
	}
	return b.people.Judge(actor, command, now)
}

func (b *bench) signIn(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	var asked people.SignIn
	if err := json.Unmarshal(command.Body, &asked); err != nil {
		return nil, change.Refuse("command.unreadable")
	}
	byCode := asked.Card == ""
	if byCode {
		if until := b.backoff.Until(actor.Device, now); !until.IsZero() {
			answer := change.Refuse("sign-in.wait")
			answer.Body = json.RawMessage(fmt.Sprintf(`{"until":%d}`, until.UnixMilli()))
			return nil, answer
		}
		asked.Code = b.secrets.Code(asked.Code)
	} else {
		asked = people.SignIn{Card: b.secrets.Card(asked.Card)}
	}
	command.Body, _ = json.Marshal(asked) // a plain struct
	drafts, answer := b.people.Judge(actor, command, now)
	if answer.Outcome == change.Accepted {
		b.backoff.Right(actor.Device)
	} else if byCode && answer.Code == "sign-in.wrong" {
		b.backoff.Wrong(actor.Device, now)
	}
	return drafts, answer
}

// issueCard makes a new code and card. Two persons never have the same code: it is drawn again.
func (b *bench) issueCard(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	var asked people.Pointing
	if err := json.Unmarshal(command.Body, &asked); err != nil {
		return nil, change.Refuse("command.unreadable")
	}
	for {
		code, card, err := b.secrets.Make()
		var locks notes.Locks
		var sheet notes.Secret
		if err == nil {
			locks, sheet, err = b.people.Credentials[asked.ID].Locks.NewPair(asked.ID, card, b.secrets.random)
		}
		if err != nil {
			b.logger.Error("No random numbers", "error", err)
			return nil, change.Answer{Outcome: change.Failed, Code: "server.cannot-write"}
		}
		made := people.Credential{Person: asked.ID, Code: b.secrets.Code(code), Card: b.secrets.Card(card.Card()), Locks: locks}
		if _, taken := b.people.ByCode(made.Code); taken {
			continue
		}
		command.Body, _ = json.Marshal(made) // a plain struct
		drafts, answer := b.people.Judge(actor, command, now)
		if answer.Outcome == change.Accepted {
			answer.Once, _ = json.Marshal(people.Card{Person: asked.ID, Code: code, Card: card.Card(), Sheet: sheet.Sheet()}) // a plain struct
		}
		return drafts, answer
	}
}

func (b *bench) inviteDevices(actor change.Actor, command change.Command) change.Answer {
	var asked people.Inviting
	if err := json.Unmarshal(command.Body, &asked); err != nil || asked.Count < 1 || asked.Count > 500 {
		return change.Refuse("command.unreadable")
	}
	// What only rehearses is a delegate's: a clerk's device would see the whole office.
	amiss := asked.Rehearsal != "" && (!people.Rehearsed(asked.Rehearsal) || asked.Mode != people.DelegateMode)
	if _, known := people.ParseMode(string(asked.Mode)); !known || amiss || !people.May(people.Mode(actor.Mode), people.ManagePeople) {
		return change.Refuse("not-allowed")
	}
	invited, err := b.invite(asked)
	if err != nil {
		if code := trust.CodeOf(err); code == trust.Promoted {
			return change.Refuse(code)
		}
		b.logger.Error("Invitation not made", "error", err)
		return change.Refuse("pair.busy")
	}
	answer := change.Accept()
	answer.Once, _ = json.Marshal(invited) // a plain struct
	return answer
}

// head says where a stream stands. The group of commands that this one came in is not in it yet.
func (b *bench) head(ctx context.Context, actor change.Actor, command change.Command) change.Answer {
	var asked people.Heading
	if err := json.Unmarshal(command.Body, &asked); err != nil {
		return change.Refuse("command.unreadable")
	}
	if !people.May(people.Mode(actor.Mode), people.ManagePeople) {
		return change.Refuse("not-allowed")
	}
	head, err := b.log.Head(ctx, asked.Stream)
	if err != nil {
		b.logger.Error("Head of a log not read", "stream", asked.Stream, "error", err)
		return change.Answer{Outcome: change.Failed, Code: "server.cannot-read"}
	}
	answer := change.Accept()
	answer.Once, _ = json.Marshal(head) // a plain struct
	return answer
}

// Apply folds changes in.
func (b *bench) Apply(changes []change.Change) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range changes {
		if c.Stream == people.Stream {
			before := b.people.Devices[c.Key]
			if err := b.people.Apply(c); err != nil {
				return err
			}
			if after := b.people.Devices[c.Key]; c.Kind == people.DeviceFact && before.Digits != "" && before.State == people.Pending && after.State != people.Pending && after.ID != "" {
				b.decided = append(b.decided, decision{after.ID, before.Digits, after.State == people.Approved})
			}
			b.regrant = b.regrant || c.Kind == people.DeviceFact || c.Kind == people.HoldingFact
			continue
		}
		id, _ := people.SessionOf(c.Stream)
		if err := b.enroll(id, c); err != nil {
			return err
		}
		if state := b.sessions[id]; state != nil {
			if err := state.Apply(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// enroll keeps the rosters that rights are read from. b.mu is held.
func (b *bench) enroll(id string, c change.Change) error {
	roster := b.rosters[id]
	if roster == nil {
		roster, b.regrant = council.NewState(id), true
		b.rosters[id] = roster
	}
	switch c.Kind {
	case council.DeputyKind:
		b.regrant = true
	case council.SessionKind:
		chair := roster.Session.Chair
		defer func() { b.regrant = b.regrant || roster.Session.Chair != chair }()
	default:
		return nil
	}
	return roster.Apply(c)
}

// Due returns what time brings about in the sessions that are in memory.
func (b *bench) Due(now time.Time) []change.Draft {
	b.mu.Lock()
	defer b.mu.Unlock()
	var drafts []change.Draft
	for _, id := range slices.Sorted(maps.Keys(b.sessions)) {
		drafts = append(drafts, b.sessions[id].Due(council.Bench{Now: now, Rules: b.rules, HasBlob: b.hasBlob})...)
	}
	return drafts
}

// Forget reads everything anew, because what was applied last did not reach the disk.
func (b *bench) Forget([]change.Stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ctx := context.Background()
	b.regrant, b.decided = true, nil
	book, err := b.log.Book(ctx)
	if err == nil {
		err = b.load(ctx, book.Streams)
	}
	if err != nil {
		b.logger.Error("State not read back after a failed write", "error", err)
	}
}

// decision is the clerk's word on a device that was proposed by digits.
type decision struct {
	device, digits string
	approved       bool
}

// news returns what became durable and concerns others: whether rights changed, and decisions.
func (b *bench) news() (rightsChanged bool, decided []decision) {
	b.mu.Lock()
	defer b.mu.Unlock()
	rightsChanged, decided = b.regrant, b.decided
	b.regrant, b.decided = false, nil
	return rightsChanged, decided
}

// Grant says what a device may see and do now.
func (b *bench) Grant(id string) hub.Grant {
	b.mu.Lock()
	defer b.mu.Unlock()
	device, known := b.people.Devices[id]
	grant := hub.Grant{Name: device.Name, Mode: string(device.Mode), Person: b.people.Holder(id)}
	switch {
	case !known || device.State == people.Pending:
		grant.Code = "device.pending"
		return grant
	case device.State != people.Approved:
		grant.Code = "device.revoked"
		return grant
	}
	grant.Audiences = people.AudiencesOf(device, grant.Person, b.memberships(grant.Person))
	if device.Mode == people.DelegateMode {
		var err error
		if grant.Keys, err = b.safe.keys(id, grant.Person, grant.Audiences); err != nil {
			b.logger.Error("Keys of a device not made", "device", id, "error", err)
			grant.Audiences = nil // what cannot be sealed there is not sent there
		}
	}
	return grant
}

// memberships says where a person stands in every session. b.mu is held.
func (b *bench) memberships(person string) []people.Membership {
	var all []people.Membership
	for _, id := range slices.Sorted(maps.Keys(b.rosters)) {
		roster := b.rosters[id]
		deputy, member := roster.Deputies[person]
		all = append(all, people.Membership{
			Session: id, Member: member, Group: deputy.Group, Role: roster.RoleOf(person), Groups: roster.Groups(),
		})
	}
	return all
}
