package people

import (
	"slices"
	"testing"
)

const rehearsal = "rehearsal-1"

// rehearsed is the furnished room with a rehearsal's device, held by a person of the rehearsal, and with
// another rehearsal of which the same is said.
func rehearsed(t failing) *room {
	r := furnished(t)
	for _, run := range []string{rehearsal, "rehearsal-12"} {
		r.must(server, RegisterKind, 0, Device{ID: "device of " + run, Name: "Diễn tập", Mode: DelegateMode, State: Approved, Rehearsal: run})
		r.must(server, RegisterKind, 0, Device{ID: "device of " + run, Name: "paired again", Mode: DelegateMode, State: Approved})
		r.write(r.state.Enroll([]Person{{ID: run + "-1", Name: "Diễn tập 1", Role: Delegate}}))
		r.must(desk, IssueCardKind, 0, Credential{Person: run + "-1", Code: "code of " + run, Card: "card of " + run})
		r.must(tablet("device of "+run, ""), SignInKind, 0, SignIn{Card: "card of " + run})
	}
	return r
}

// A clerk's desk learns nothing of a rehearsal, whatever happens in it, and the numbers of the office's
// devices go on as if there were none.
func TestRehearsalsAreSeenByNobody(t *testing.T) {
	r := furnished(t)
	before := len(r.log)
	r = rehearsed(t)
	device := "device of " + rehearsal
	r.must(desk, NameDeviceKind, 0, Naming{ID: device, Name: "Khác"})
	r.must(tablet(device, rehearsal+"-1"), SignOutKind, 0, nil)
	r.must(tablet(device, ""), SignInKind, 0, SignIn{Card: "card of " + rehearsal})
	r.must(desk, RevokeDeviceKind, 0, Pointing{device})
	r.must(desk, PutPersonKind, r.state.Persons[rehearsal+"-1"].Revision, Person{ID: rehearsal + "-1", Name: "Khác"})
	for _, entry := range r.log[before:] {
		if entry.Audience != ServerOnly {
			t.Errorf("%s %s is read by %s", entry.Kind, entry.Key, entry.Audience)
		}
	}
	if number := r.state.NextNumber(); number != 7 {
		t.Errorf("the next device of the office has the number %d", number)
	}
}

// What rehearses and what does not never meet, neither in a session nor in a hand.
func TestRehearsalsKeepApart(t *testing.T) {
	places := []Membership{{Session: "s1", Member: true}, {Session: rehearsal, Member: true}}
	for _, mode := range Modes {
		for _, of := range []string{"", rehearsal} {
			for _, audience := range AudiencesOf(Device{Mode: mode, State: Approved, Rehearsal: of}, "p", places) {
				session := "s1"
				if of != "" {
					session = rehearsal
				}
				own := []string{string(ClerksOnly), string(Hall(session)), string(Members(session)), string(ClerkOf(session)), string(ChairOf(session)), string(PersonOf(session, "p"))}
				if !slices.Contains(own, string(audience)) {
					t.Errorf("a %s of %q sees %s", mode, of, audience)
				}
			}
		}
	}
	r := rehearsed(t)
	if answer := r.ask(tablet("device of "+rehearsal, ""), SignInKind, 0, SignIn{Card: "hash of card"}); answer.Code != "sign-in.wrong" {
		t.Errorf("a person of the office holds a rehearsal's device: %+v", answer)
	}
	if answer := r.ask(tablet("t1", ""), SignInKind, 0, SignIn{Card: "card of " + rehearsal}); answer.Code != "sign-in.wrong" {
		t.Errorf("a rehearsal's person holds a device of the office: %+v", answer)
	}
}

func TestARehearsalEndsWhole(t *testing.T) {
	r := rehearsed(t)
	want := furnished(t).state
	for _, run := range []string{rehearsal, "rehearsal-12"} {
		r.must(desk, EndRehearsalKind, 0, Pointing{run})
		if again := r.ask(desk, EndRehearsalKind, 0, Pointing{run}); again.Outcome != "duplicate" {
			t.Errorf("ended twice: %+v", again)
		}
		if run == rehearsal && (len(r.state.Devices) != len(want.Devices)+1 || len(r.state.Persons) != len(want.Persons)+1 || r.state.Holder("device of rehearsal-12") == "") {
			t.Errorf("the other rehearsal is touched: %+v", r.state)
		}
	}
	if len(r.state.Devices) != len(want.Devices) || len(r.state.Persons) != len(want.Persons) || len(r.state.Credentials) != len(want.Credentials) || len(r.state.Holdings) != len(want.Holdings) {
		t.Errorf("left behind: %+v", r.state)
	}
	for _, entry := range r.log {
		if entry.TakenBack() && entry.Audience != ServerOnly {
			t.Errorf("%s %s is told to %s", entry.Kind, entry.Key, entry.Audience)
		}
	}
	for body, code := range map[string]string{"": "command.unreadable", "t1": "command.unreadable", "s1": "command.unreadable"} {
		if answer := r.ask(desk, EndRehearsalKind, 0, Pointing{body}); answer.Code != code {
			t.Errorf("%q: %+v", body, answer)
		}
	}
	if answer := r.ask(tablet("t1", "anh"), EndRehearsalKind, 0, Pointing{rehearsal}); answer.Code != "not-allowed" {
		t.Errorf("ended by a delegate: %+v", answer)
	}
}
