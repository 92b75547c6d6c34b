package people

import (
	"slices"
	"strings"

	"congso.vn/congso/app/change"
)

// Stream is the log of persons and devices.
const Stream change.Stream = "people"

// Audiences of the people stream.
const (
	ClerksOnly change.Audience = "people/clerk"
	ServerOnly change.Audience = "people/server" // in the log, on no device
)

// councilStreams is how the log of a council session is named.
const councilStreams = "council/"

// CouncilStream returns the log of a council session.
func CouncilStream(session string) change.Stream { return change.Stream(councilStreams + session) }

// SessionOf returns the session id of a council stream.
func SessionOf(stream change.Stream) (string, bool) {
	return strings.CutPrefix(string(stream), councilStreams)
}

// The audiences of one council session.
func council(session, who string) change.Audience {
	return change.Audience(councilStreams + session + "/" + who)
}

// Hall is what everyone in the room may see: agenda, roll, polls, results.
func Hall(session string) change.Audience { return council(session, "hall") }

// Members is what every delegate of the session may see: its papers.
func Members(session string) change.Audience { return council(session, "members") }

// ClerkOf is what only the clerks see.
func ClerkOf(session string) change.Audience { return council(session, "clerk") }

// ChairOf is what those see who conduct the session, and the clerks: results before they are published, who has
// voted and who has not.
func ChairOf(session string) change.Audience { return council(session, "chair") }

// GroupOf is what one group of delegates (tổ đại biểu) may see.
func GroupOf(session, group string) change.Audience { return council(session, "group:"+group) }

// PersonOf is what one person may see, on whichever tablet.
func PersonOf(session, person string) change.Audience { return council(session, "person:"+person) }

// SealedOf is in the log and on no device.
func SealedOf(session string) change.Audience { return council(session, "server") }

// Membership is one person's place in one session, as the session's roster has it.
type Membership struct {
	Session string
	Member  bool   // the person signed in stands on the roster
	Group   string // group of the person in this session
	Role    Role   // what the person is in this session; empty: a delegate

	// Groups are all groups that papers of the session may be for. A clerk's desk sees each of
	// them: who hands a paper out to a group must be able to take it back.
	Groups []string
}

// AudiencesOf returns what a device may see: by its mode, who holds it, and that person's places.
// A device that is not approved sees nothing; a delegate's tablet that nobody holds sees nothing
// of any council session. This is the only place that grants audiences.
func AudiencesOf(device Device, person string, memberships []Membership) []change.Audience {
	if device.State != Approved {
		return nil
	}
	memberships = slices.DeleteFunc(slices.Clone(memberships), func(m Membership) bool { return Rehearsed(m.Session) != (device.Rehearsal != "") })
	var granted []change.Audience
	switch device.Mode {
	case ClerkMode:
		granted = append(granted, ClerksOnly)
		for _, m := range memberships {
			granted = append(granted, Hall(m.Session), Members(m.Session), ClerkOf(m.Session), ChairOf(m.Session))
			for _, group := range m.Groups {
				granted = append(granted, GroupOf(m.Session, group))
			}
		}
	case HallMode:
		for _, m := range memberships {
			granted = append(granted, Hall(m.Session))
		}
	case DelegateMode:
		if person == "" {
			return nil
		}
		for _, m := range memberships {
			if !m.Member {
				continue
			}
			granted = append(granted, Hall(m.Session), Members(m.Session), PersonOf(m.Session, person))
			if m.Group != "" {
				granted = append(granted, GroupOf(m.Session, m.Group))
			}
			if RoleMay(m.Role, ConductSession) {
				granted = append(granted, ChairOf(m.Session))
			}
		}
	}
	return granted
}
