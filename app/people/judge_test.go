package people

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

type failing interface {
	Helper()
	Fatalf(format string, arguments ...any)
}

// room is the people and devices as the server keeps them.
type room struct {
	failing
	state *State
	head  change.Head
	now   time.Time
	log   []change.Change
}

var (
	server = change.Actor{}
	desk   = change.Actor{Device: "desk", Mode: string(ClerkMode)}
	screen = change.Actor{Device: "screen", Mode: string(HallMode)}
)

func tablet(id, person string) change.Actor {
	return change.Actor{Device: id, Mode: string(DelegateMode), Person: person}
}

// furnished is a room with a desk, a screen, two tablets, one that waits and one that was revoked;
// Ánh and Đức are known, Ánh has a card.
func furnished(t failing) *room {
	r := &room{failing: t, state: NewState(), now: time.UnixMilli(1000)}
	for i, device := range []Device{{ID: "desk", Mode: ClerkMode, State: Approved}, {ID: "screen", Mode: HallMode, State: Approved},
		{ID: "t1", Mode: DelegateMode, State: Approved, Name: "Máy số 3"}, {ID: "t2", Mode: DelegateMode, State: Approved},
		{ID: "new", Mode: DelegateMode, State: Pending, Digits: "123456"}, {ID: "lost", Mode: DelegateMode, State: Approved}} {
		r.must(server, RegisterKind, 0, device)
		if number := r.state.Devices[device.ID].Number; number != i+1 {
			t.Fatalf("%s has the number %d", device.ID, number)
		}
	}
	r.must(desk, RevokeDeviceKind, 0, Pointing{"lost"})
	r.must(desk, PutPersonKind, 0, Person{ID: "anh", Name: "  Nguyễn  Thị Ánh", Role: Delegate, Group: "Tổ 1"})
	r.must(desk, PutPersonKind, 0, Person{ID: "duc", Name: "Trần Văn Đức", Role: Delegate})
	r.must(desk, IssueCardKind, 0, Credential{Person: "anh", Code: "hash of code", Card: "hash of card"})
	return r
}

func (r *room) ask(actor change.Actor, kind string, base uint64, body any) change.Answer {
	r.Helper()
	raw, isRaw := body.(json.RawMessage)
	if !isRaw && body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			r.Fatalf("%v", err)
		}
	}
	command := change.Command{ID: "c", Kind: kind, Stream: Stream, Base: base, Body: raw}
	before := r.state.Clone()
	drafts, answer := r.state.Judge(actor, command, r.now)
	if !reflect.DeepEqual(before, r.state) {
		r.Fatalf("%s: judging touched the state", kind)
	}
	if (answer.Outcome == change.Accepted) != (len(drafts) > 0) || (answer.Outcome == change.Refused) != (answer.Code != "") || answer.ID != "c" {
		r.Fatalf("%s: %+v with %d drafts", kind, answer, len(drafts))
	}
	r.write(drafts)
	return answer
}

func (r *room) write(drafts []change.Draft) {
	r.Helper()
	for _, draft := range drafts {
		var added change.Change
		added, r.head = r.head.Append(draft, 1, r.now.UnixMilli())
		r.log = append(r.log, added)
		if err := r.state.Apply(added); err != nil {
			r.Fatalf("%v", err)
		}
	}
}

func (r *room) must(actor change.Actor, kind string, base uint64, body any) change.Answer {
	r.Helper()
	answer := r.ask(actor, kind, base, body)
	if answer.Outcome != change.Accepted {
		r.Fatalf("%s: %+v", kind, answer)
	}
	return answer
}

func TestJudge(t *testing.T) {
	code, card := SignIn{Code: "hash of code"}, SignIn{Card: "hash of card"}
	signedIn := func(r *room) { r.must(tablet("t1", ""), SignInKind, 0, card) }
	for _, c := range []struct {
		name    string
		first   func(*room)
		actor   change.Actor
		kind    string
		base    func(*room) uint64
		body    any
		outcome change.Outcome // Accepted where a code is not given
		code    string
	}{
		{name: "sign in by code", actor: tablet("t1", ""), kind: SignInKind, body: code},
		{name: "sign in by card", actor: tablet("t1", ""), kind: SignInKind, body: card},
		{name: "sign in on a second tablet", first: signedIn, actor: tablet("t2", ""), kind: SignInKind, body: card},
		{name: "sign in over another", first: signedIn, actor: tablet("t1", "anh"), kind: SignInKind, body: code},
		{name: "sign in with a wrong code", actor: tablet("t1", ""), kind: SignInKind, body: SignIn{Code: "other"}, code: "sign-in.wrong"},
		{name: "sign in with a wrong card and a right code", actor: tablet("t1", ""), kind: SignInKind, body: SignIn{Code: "hash of code", Card: "other"}, code: "sign-in.wrong"},
		{name: "sign in with nothing", actor: tablet("t1", ""), kind: SignInKind, body: SignIn{}, code: "sign-in.wrong"},
		{name: "sign in with the code for a card", actor: tablet("t1", ""), kind: SignInKind, body: SignIn{Card: "hash of code"}, code: "sign-in.wrong"},
		{name: "sign in unreadably", actor: tablet("t1", ""), kind: SignInKind, body: json.RawMessage(`[]`), code: "command.unreadable"},
		{name: "sign in at the desk", actor: desk, kind: SignInKind, body: card, code: "not-allowed"},
		{name: "sign in at the screen", actor: screen, kind: SignInKind, body: card, code: "not-allowed"},
		{name: "sign in while waiting", actor: tablet("new", ""), kind: SignInKind, body: card, code: "not-allowed"},
		{name: "sign in when revoked", actor: tablet("lost", ""), kind: SignInKind, body: card, code: "not-allowed"},
		{name: "sign in on no device", actor: server, kind: SignInKind, body: card, code: "not-allowed"},
		{name: "sign in with an old card", first: func(r *room) { r.must(desk, IssueCardKind, 0, Credential{Person: "anh", Code: "n", Card: "n"}) },
			actor: tablet("t1", ""), kind: SignInKind, body: card, code: "sign-in.wrong"},

		{name: "sign out", first: signedIn, actor: tablet("t1", "anh"), kind: SignOutKind},
		{name: "sign out of what nobody holds", actor: tablet("t1", ""), kind: SignOutKind, outcome: change.Duplicate},
		{name: "sign out elsewhere", first: signedIn, actor: tablet("t2", ""), kind: SignOutKind, outcome: change.Duplicate},

		{name: "register", actor: server, kind: RegisterKind, body: Device{ID: "x", Mode: DelegateMode, State: Pending}},
		{name: "register again", actor: server, kind: RegisterKind, body: Device{ID: "t1", Mode: DelegateMode, State: Approved}},
		{name: "register what was revoked", actor: server, kind: RegisterKind, body: Device{ID: "lost", Mode: DelegateMode, State: Approved}, code: "device.revoked"},
		{name: "register oneself", actor: tablet("t1", ""), kind: RegisterKind, body: Device{ID: "x", Mode: ClerkMode, State: Approved}, code: "not-allowed"},
		{name: "register at the desk", actor: desk, kind: RegisterKind, body: Device{ID: "x", Mode: ClerkMode, State: Approved}, code: "not-allowed"},
		{name: "register in no mode", actor: server, kind: RegisterKind, body: Device{ID: "x", Mode: "root"}, code: "not-allowed"},
		{name: "register without id", actor: server, kind: RegisterKind, body: Device{Mode: DelegateMode}, code: "command.unreadable"},
		{name: "withdraw", actor: server, kind: WithdrawKind, body: Device{ID: "new", Digits: "123456"}},
		{name: "withdraw with other digits", actor: server, kind: WithdrawKind, body: Device{ID: "new", Digits: "654321"}, outcome: change.Duplicate},
		{name: "withdraw what is approved", actor: server, kind: WithdrawKind, body: Device{ID: "t1"}, outcome: change.Duplicate},
		{name: "withdraw at the desk", actor: desk, kind: WithdrawKind, body: Device{ID: "new", Digits: "123456"}, code: "not-allowed"},
		{name: "approve", actor: desk, kind: ApproveDeviceKind, body: Pointing{"new"}},
		{name: "approve twice", actor: desk, kind: ApproveDeviceKind, body: Pointing{"t1"}, code: "device.not-pending"},
		{name: "approve what was revoked", actor: desk, kind: ApproveDeviceKind, body: Pointing{"lost"}, code: "device.not-pending"},
		{name: "approve nothing", actor: desk, kind: ApproveDeviceKind, body: Pointing{"x"}, code: "device.unknown"},
		{name: "approve oneself", actor: tablet("new", ""), kind: ApproveDeviceKind, body: Pointing{"new"}, code: "not-allowed"},
		{name: "revoke", actor: desk, kind: RevokeDeviceKind, body: Pointing{"t1"}},
		{name: "revoke what waits", actor: desk, kind: RevokeDeviceKind, body: Pointing{"new"}},
		{name: "revoke twice", actor: desk, kind: RevokeDeviceKind, body: Pointing{"lost"}, code: "device.revoked"},
		{name: "revoke nothing", actor: desk, kind: RevokeDeviceKind, body: Pointing{"x"}, code: "device.unknown"},
		{name: "revoke by a tablet", actor: tablet("t1", "anh"), kind: RevokeDeviceKind, body: Pointing{"t2"}, code: "not-allowed"},
		{name: "revoke unreadably", actor: desk, kind: RevokeDeviceKind, body: json.RawMessage(`"x"`), code: "command.unreadable"},
		{name: "name", actor: desk, kind: NameDeviceKind, body: Naming{ID: "t1", Name: "Máy 30", Number: 30}},
		{name: "name with its own number", actor: desk, kind: NameDeviceKind, body: Naming{ID: "t1", Name: "Máy 3", Number: 3}},
		{name: "name with another's number", actor: desk, kind: NameDeviceKind, body: Naming{ID: "t1", Name: "Máy 4", Number: 4}, code: "device.number-taken"},
		{name: "name with less than no number", actor: desk, kind: NameDeviceKind, body: Naming{ID: "t1", Number: -1}, code: "command.unreadable"},
		{name: "name nothing", actor: desk, kind: NameDeviceKind, body: Naming{ID: "x"}, code: "device.unknown"},

		{name: "put a person", actor: desk, kind: PutPersonKind, body: Person{ID: "ba", Name: "Lê Ba"}},
		{name: "put a person anew", actor: desk, kind: PutPersonKind, base: func(r *room) uint64 { return r.state.Persons["anh"].Revision }, body: Person{ID: "anh", Name: "Ánh"}},
		{name: "put over another's", actor: desk, kind: PutPersonKind, body: Person{ID: "anh", Name: "Ánh"}, code: "stale"},
		{name: "put nobody", actor: desk, kind: PutPersonKind, body: Person{ID: "x", Name: " "}, code: "deputy.no-name"},
		{name: "put without id", actor: desk, kind: PutPersonKind, body: Person{Name: "x"}, code: "command.unreadable"},
		{name: "put a person by oneself", actor: tablet("t1", "anh"), kind: PutPersonKind, body: Person{ID: "anh", Role: Chair, Name: "x"}, code: "not-allowed"},
		{name: "issue a card", actor: desk, kind: IssueCardKind, body: Credential{Person: "duc", Code: "c", Card: "d"}},
		{name: "issue to nobody", actor: desk, kind: IssueCardKind, body: Credential{Person: "x", Code: "c", Card: "d"}, code: "person.unknown"},
		{name: "issue half a card", actor: desk, kind: IssueCardKind, body: Credential{Person: "duc", Code: "c"}, code: "command.unreadable"},
		{name: "issue to oneself", actor: tablet("t1", "anh"), kind: IssueCardKind, body: Credential{Person: "anh", Code: "c", Card: "d"}, code: "not-allowed"},
		{name: "an unknown command", actor: desk, kind: "person.dissolve", code: "command.unknown"},
		{name: "an unknown command by a tablet", actor: tablet("t1", ""), kind: "person.dissolve", code: "not-allowed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := furnished(t)
			if c.first != nil {
				c.first(r)
			}
			var base uint64
			if c.base != nil {
				base = c.base(r)
			}
			want := c.outcome
			switch {
			case c.code != "":
				want = change.Refused
			case want == "":
				want = change.Accepted
			}
			if got := r.ask(c.actor, c.kind, base, c.body); got.Outcome != want || got.Code != c.code {
				t.Errorf("%s %q, want %s %q", got.Outcome, got.Code, want, c.code)
			}
		})
	}
}

func TestHoldingFollowsSignInAndOut(t *testing.T) {
	r := furnished(t)
	answer := r.must(tablet("t1", ""), SignInKind, 0, SignIn{Card: "hash of card"})
	var told Person
	if err := json.Unmarshal(answer.Body, &told); err != nil || told.ID != "anh" || told.Name != "Nguyễn Thị Ánh" {
		t.Errorf("told %+v %v", told, err)
	}
	if r.state.Holder("t1") != "anh" || r.state.Holdings["t1"].Since != 1000 || r.state.Holder("t2") != "" {
		t.Errorf("%+v", r.state.Holdings)
	}
	r.now = time.UnixMilli(2000)
	r.must(tablet("t1", "anh"), SignOutKind, 0, nil)
	if r.state.Holder("t1") != "" || r.state.Holdings["t1"].Since != 2000 {
		t.Errorf("%+v", r.state.Holdings)
	}
	r.must(tablet("t1", ""), SignInKind, 0, SignIn{Code: "hash of code"})
	r.must(desk, RevokeDeviceKind, 0, Pointing{"t1"})
	if r.state.Holder("t1") != "" || r.state.Devices["t1"].State != Revoked {
		t.Errorf("a revoked tablet is held: %+v", r.state.Holdings)
	}
}

func TestDevicesKeepNameAndNumber(t *testing.T) {
	r := furnished(t)
	r.must(desk, NameDeviceKind, 0, Naming{ID: "t1", Name: " Máy  của chủ tọa ", Number: 17})
	r.must(server, RegisterKind, 0, Device{ID: "t1", Name: "android", Number: 99, Mode: DelegateMode, State: Approved})
	if d := r.state.Devices["t1"]; d.Name != "Máy của chủ tọa" || d.Number != 17 {
		t.Errorf("paired anew: %+v", d)
	}
	r.must(desk, ApproveDeviceKind, 0, Pointing{"new"})
	if d := r.state.Devices["new"]; d.State != Approved || d.Digits != "" {
		t.Errorf("approved: %+v", d)
	}
	if got := r.state.NextNumber(); got != 3 {
		t.Errorf("the number that became free is 3, not %d", got)
	}
	r.must(server, RegisterKind, 0, Device{ID: "x", Mode: HallMode, State: Pending, Digits: "1"})
	r.must(server, WithdrawKind, 0, Device{ID: "x", Digits: "1"})
	if _, there := r.state.Devices["x"]; there {
		t.Error("a withdrawn device stays on the list")
	}
}

// What signs a person in is in the log, for no device, as it was handed over: hashes.
func TestCredentialsLeaveTheServerNever(t *testing.T) {
	r := furnished(t)
	written := false
	for _, entry := range r.log {
		if entry.Kind == CredentialFact {
			written = true
			if entry.Audience != ServerOnly {
				t.Errorf("credentials for %s", entry.Audience)
			}
		} else if strings.Contains(string(entry.Body), "hash of") {
			t.Errorf("%s for %s: %s", entry.Kind, entry.Audience, entry.Body)
		}
		if entry.Kind != CredentialFact && entry.Audience != ClerksOnly {
			t.Errorf("%s is read by %s", entry.Kind, entry.Audience)
		}
	}
	if !written {
		t.Error("no card was issued")
	}
	if person, ok := r.state.ByCode("hash of code"); !ok || person.ID != "anh" {
		t.Errorf("%+v", person)
	}
	if _, ok := r.state.ByCard("hash of code"); ok {
		t.Error("a code passes for a card")
	}
}

func TestStalePersonShowsWhatStands(t *testing.T) {
	r := furnished(t)
	answer := r.ask(desk, PutPersonKind, 1, Person{ID: "duc", Name: "Khác"})
	var told Person
	if err := json.Unmarshal(answer.Body, &told); err != nil || answer.Code != "stale" || told.Name != "Trần Văn Đức" {
		t.Errorf("%+v %+v", answer, told)
	}
}

func TestEnrollLeavesTheKnownAlone(t *testing.T) {
	r := furnished(t)
	r.write(r.state.Enroll([]Person{{ID: "anh", Name: "Khác", Role: Guest}, {ID: "ba", Name: "Lê Ba", Role: Delegate}}))
	if len(r.state.Persons) != 3 || r.state.Persons["anh"].Name != "Nguyễn Thị Ánh" || r.state.Persons["ba"].Name != "Lê Ba" {
		t.Errorf("%+v", r.state.Persons)
	}
	if drafts := r.state.Enroll([]Person{{ID: "anh"}, {ID: "ba"}}); len(drafts) != 0 {
		t.Errorf("written again: %v", drafts)
	}
}

func TestApplyTellsWhatItCannotRead(t *testing.T) {
	for _, kind := range []string{PersonFact, CredentialFact, DeviceFact, HoldingFact} {
		state := NewState()
		err := state.Apply(change.Change{Seq: 4, Kind: kind, Key: "k", Body: json.RawMessage(`[]`)})
		if err == nil || !strings.Contains(err.Error(), kind+" k") || !reflect.DeepEqual(state, NewState()) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := NewState().Apply(change.Change{Seq: 1, Kind: "gavel", Body: json.RawMessage(`[]`)}); err != nil {
		t.Error(err)
	}
}

// Whoever asks what in whatever order: numbers stay apart, nobody holds what is not approved, and
// only the desk changes persons.
func TestAnythingInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := furnished(t)
		actors := []change.Actor{desk, desk, desk, server, screen, tablet("t1", ""), tablet("t2", "anh"), tablet("new", "")}
		devices := []string{"t1", "t2", "new", "lost", "desk", "x"}
		t.Repeat(map[string]func(*rapid.T){
			"ask": func(t *rapid.T) {
				actor := rapid.SampledFrom(actors).Draw(t, "actor")
				device := rapid.SampledFrom(devices).Draw(t, "device")
				kind := rapid.SampledFrom([]string{SignInKind, SignOutKind, PutPersonKind, IssueCardKind, ApproveDeviceKind, RevokeDeviceKind, NameDeviceKind, RegisterKind, WithdrawKind}).Draw(t, "kind")
				bodies := map[string]any{SignInKind: SignIn{Card: "hash of card"}, PutPersonKind: Person{ID: device, Name: "Ai đó"},
					IssueCardKind: Credential{Person: "duc", Code: "c", Card: "d"}, ApproveDeviceKind: Pointing{device}, RevokeDeviceKind: Pointing{device},
					NameDeviceKind: Naming{ID: device, Name: device, Number: rapid.IntRange(0, 9).Draw(t, "number")},
					RegisterKind:   Device{ID: device, Mode: DelegateMode, State: Pending, Digits: "1"}, WithdrawKind: Device{ID: device, Digits: "1"}}
				before := r.state.Clone()
				answer := r.ask(actor, kind, 0, bodies[kind])
				if actor.Mode != string(ClerkMode) && !reflect.DeepEqual(before.Persons, r.state.Persons) {
					t.Fatalf("%s changed persons: %+v", actor.Mode, answer)
				}
				if before.Devices["lost"] != r.state.Devices["lost"] && r.state.Devices["lost"].State != Revoked {
					t.Fatalf("a revoked device is back: %+v", r.state.Devices["lost"])
				}
			},
			"": func(t *rapid.T) {
				numbers := map[int]string{}
				for id, device := range r.state.Devices {
					if other, taken := numbers[device.Number]; taken || device.Number < 1 {
						t.Fatalf("%s and %s have the number %d", id, other, device.Number)
					}
					numbers[device.Number] = id
					if holder := r.state.Holder(id); holder != "" && device.State == Revoked {
						t.Fatalf("%s holds %s, which is %s", holder, id, device.State)
					}
				}
				again := NewState()
				for _, entry := range r.log {
					if err := again.Apply(entry); err != nil {
						t.Fatalf("%v", err)
					}
				}
				if !reflect.DeepEqual(again, r.state) {
					t.Fatalf("the log says %s", fmt.Sprint(again))
				}
			},
		})
	})
}
