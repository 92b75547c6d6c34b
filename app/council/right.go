package council

import (
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// RoleOf is what a person is in this session. Who presides is its chair, whatever the roster says.
func (s *State) RoleOf(person string) people.Role {
	switch role := s.Deputies[person].Role; {
	case person == "":
		return ""
	case person == s.Session.Chair:
		return people.Chair
	case role == "":
		return people.Delegate
	default:
		return role
	}
}

// May reports whether an actor may do the act in this session: by the device's mode, or by what the person who is
// signed in on a delegate's tablet is in this session.
func (s *State) May(actor change.Actor, act people.Act) bool {
	mode := people.Mode(actor.Mode)
	return people.May(mode, act) || mode == people.DelegateMode && people.RoleMay(s.RoleOf(actor.Person), act)
}
