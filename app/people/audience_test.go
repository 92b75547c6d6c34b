package people

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"congso.vn/congso/app/change"
)

var update = flag.Bool("update", false, "write the golden texts anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	at := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(at, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s says otherwise:\n%s\nnow:\n%s", at, want, got)
	}
}

// The whole matrix of who may do what, to be read by people: a right that is given or taken shows
// as a changed line.
func TestWhoMayWhat(t *testing.T) {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%-18s", "")
	modes := append(slices.Clone(Modes), StandbyMode, "", "wall")
	for _, mode := range modes {
		fmt.Fprintf(&text, "%-11s", fmt.Sprintf("%q", string(mode)))
	}
	text.WriteByte('\n')
	for _, act := range append(slices.Sorted(maps.Keys(may)), "unheard-of") {
		fmt.Fprintf(&text, "%-18s", string(act))
		for _, mode := range modes {
			fmt.Fprintf(&text, "%-11s", map[bool]string{true: "may", false: "-"}[May(mode, act)])
		}
		text.WriteByte('\n')
	}
	fmt.Fprintf(&text, "\n%-18s", "signed in as")
	roles := append(slices.Clone(SessionRoles), Clerk, "")
	for _, role := range roles {
		fmt.Fprintf(&text, "%-15s", fmt.Sprintf("%q", string(role)))
	}
	text.WriteByte('\n')
	for _, act := range append(slices.Sorted(maps.Keys(may)), "unheard-of") {
		fmt.Fprintf(&text, "%-18s", string(act))
		for _, role := range roles {
			fmt.Fprintf(&text, "%-15s", map[bool]string{true: "may", false: "-"}[RoleMay(role, act)])
		}
		text.WriteByte('\n')
	}
	golden(t, "who-may-what.txt", text.Bytes())
}

// What each kind of device sees, by who holds it and where that person belongs.
func TestWhoSeesWhat(t *testing.T) {
	places := []Membership{{Session: "s1", Member: true, Group: "Tổ 1", Groups: []string{"Tổ 1", "Tổ 2"}}, {Session: "s2", Member: true, Role: Chair}, {Session: "s3", Role: Chair}}
	var text bytes.Buffer
	for _, mode := range append(slices.Clone(Modes), StandbyMode, "", "wall") {
		for _, state := range []DeviceState{Approved, Pending, Revoked, ""} {
			for _, person := range []string{"d1", ""} {
				fmt.Fprintf(&text, "%q %q held by %q\n", mode, state, person)
				for _, audience := range AudiencesOf(Device{ID: "x", Mode: mode, State: state}, person, places) {
					fmt.Fprintf(&text, "\t%s\n", audience)
				}
			}
		}
	}
	golden(t, "who-sees-what.txt", text.Bytes())
}

// What no device may ever see, and what nobody may see who does not hold it.
func TestWhatStaysShut(t *testing.T) {
	places := []Membership{{Session: "s1", Member: true, Group: "Tổ 1", Groups: []string{"Tổ 1", "Tổ 2"}}, {Session: "s2"}}
	for _, mode := range append(slices.Clone(Modes), StandbyMode) {
		for _, person := range []string{"", "d1", "d2"} {
			granted := AudiencesOf(Device{Mode: mode, State: Approved}, person, places)
			seen := map[change.Audience]bool{}
			for _, audience := range granted {
				if seen[audience] {
					t.Errorf("%s %s: %s twice", mode, person, audience)
				}
				seen[audience] = true
			}
			for _, shut := range []change.Audience{ServerOnly, SealedOf("s1"), SealedOf("s2")} {
				if seen[shut] {
					t.Errorf("%s sees %s", mode, shut)
				}
			}
			for _, other := range []string{"d1", "d2"} {
				if seen[PersonOf("s1", other)] != (mode == DelegateMode && person == other) {
					t.Errorf("%s held by %q: what is %s's alone: %v", mode, person, other, seen[PersonOf("s1", other)])
				}
			}
			if mode != ClerkMode && (seen[ClerksOnly] || seen[ClerkOf("s1")] || seen[Members("s2")]) {
				t.Errorf("%s held by %q sees %v", mode, person, granted)
			}
			for group, belongs := range map[string]bool{"Tổ 1": mode == DelegateMode && person != "", "Tổ 2": false} {
				if seen[GroupOf("s1", group)] != (belongs || mode == ClerkMode) {
					t.Errorf("%s held by %q: what is of %s alone: %v", mode, person, group, seen[GroupOf("s1", group)])
				}
			}
			if mode == DelegateMode && person == "" && len(granted) > 0 {
				t.Errorf("a tablet that nobody holds sees %v", granted)
			}
		}
	}
}

// Names of streams and audiences stand on disk: another spelling loses what was written.
func TestNamesOfAudiences(t *testing.T) {
	for got, want := range map[change.Audience]change.Audience{
		Hall("s"): "council/s/hall", Members("s"): "council/s/members", ClerkOf("s"): "council/s/clerk", GroupOf("s", "Tổ 1"): "council/s/group:Tổ 1",
		PersonOf("s", "d1"): "council/s/person:d1", SealedOf("s"): "council/s/server", ClerksOnly: "people/clerk", ServerOnly: "people/server",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if id, ok := SessionOf(CouncilStream("s")); id != "s" || !ok || CouncilStream("s") != "council/s" {
		t.Errorf("%q %v", id, ok)
	}
	if _, ok := SessionOf(Stream); ok {
		t.Error("the people are no council session")
	}
}
