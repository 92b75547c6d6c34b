package people

import (
	"encoding/json"
	"time"

	"congso.vn/congso/app/change"
)

// Judge decides a command of the people stream. Codes and cards arrive as keyed hashes. It is
// pure; a refusal comes without drafts.
func (s *State) Judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	drafts, answer := s.judge(actor, command, now)
	answer.ID = command.ID
	if answer.Outcome != change.Accepted {
		return nil, answer
	}
	return drafts, answer
}

func (s *State) judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	switch command.Kind {
	case SignInKind:
		return s.signIn(actor, command, now)
	case SignOutKind:
		return s.signOut(actor, now)
	case LocksKind:
		return nil, s.locks(actor)
	case AddLocksKind:
		return s.addLocks(actor, command)
	case RegisterKind:
		return s.register(actor, command, now)
	case WithdrawKind:
		return s.withdraw(actor, command)
	}
	if !May(Mode(actor.Mode), ManagePeople) {
		return nil, change.Refuse("not-allowed")
	}
	switch command.Kind {
	case PutPersonKind:
		return s.putPerson(command)
	case IssueCardKind:
		return s.issueCard(command)
	case ApproveDeviceKind:
		return s.setDevice(command, func(d *Device) string {
			if d.State != Pending {
				return "device.not-pending"
			}
			d.State, d.Digits = Approved, ""
			return ""
		})
	case RevokeDeviceKind:
		return s.revoke(command, now)
	case NameDeviceKind:
		return s.nameDevice(command)
	case EndRehearsalKind:
		return s.endRehearsal(command)
	case SetPersonalKind:
		return s.setPersonal(command)
	case ErasePersonKind:
		return s.erasePerson(actor, command, now)
	}
	return nil, change.Refuse("command.unknown")
}

func draft(kind, key string, audience change.Audience, body any) change.Draft {
	data, err := json.Marshal(body)
	if err != nil { // only a fault of the program: every body is a plain struct
		panic("people: " + err.Error())
	}
	return change.Draft{Stream: Stream, Kind: kind, Audience: audience, Key: key, Body: data}
}

func (s *State) signIn(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	var asked SignIn
	if err := json.Unmarshal(command.Body, &asked); err != nil {
		return nil, change.Refuse("command.unreadable")
	}
	device := s.Devices[actor.Device]
	if device.State != Approved || !May(device.Mode, TakeTablet) {
		return nil, change.Refuse("not-allowed")
	}
	person, found := Person{}, false
	if asked.Card != "" {
		person, found = s.ByCard(asked.Card)
	} else if asked.Code != "" {
		person, found = s.ByCode(asked.Code)
	}
	if !found || Rehearsed(person.ID) != (device.Rehearsal != "") {
		return nil, change.Refuse("sign-in.wrong")
	}
	holding := Holding{Device: actor.Device, Person: person.ID, Since: now.UnixMilli()}
	answer := change.Accept()
	answer.Body, _ = json.Marshal(person) // a plain struct
	return []change.Draft{draft(HoldingFact, actor.Device, seenBy(device.Rehearsal != ""), holding)}, answer
}

func (s *State) signOut(actor change.Actor, now time.Time) ([]change.Draft, change.Answer) {
	if s.Holder(actor.Device) == "" {
		return nil, change.Answer{Outcome: change.Duplicate}
	}
	holding := Holding{Device: actor.Device, Since: now.UnixMilli()}
	return []change.Draft{draft(HoldingFact, actor.Device, seenBy(s.Devices[actor.Device].Rehearsal != ""), holding)}, change.Accept()
}

// register writes down a device that was paired. Only the server itself does it: an actor without
// a device. A device that was revoked stays so: a new pairing needs a new key.
func (s *State) register(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	var device Device
	if err := json.Unmarshal(command.Body, &device); err != nil || device.ID == "" {
		return nil, change.Refuse("command.unreadable")
	}
	if _, known := ParseMode(string(device.Mode)); !known || actor.Device != "" {
		return nil, change.Refuse("not-allowed")
	}
	if before, known := s.Devices[device.ID]; known {
		if before.State == Revoked {
			return nil, change.Refuse("device.revoked")
		}
		device.Number, device.Name, device.Rehearsal = before.Number, before.Name, before.Rehearsal
	}
	if device.Number == 0 && device.Rehearsal == "" { // the office's devices are numbered without gaps
		device.Number = s.NextNumber()
	}
	device.Name, device.PairedAt = Clean(device.Name), now.UnixMilli()
	return []change.Draft{draft(DeviceFact, device.ID, seenBy(device.Rehearsal != ""), device)}, change.Accept()
}

// withdraw takes a device that was proposed with these digits off the list, where nobody has
// decided on it yet.
func (s *State) withdraw(actor change.Actor, command change.Command) ([]change.Draft, change.Answer) {
	var device Device
	if err := json.Unmarshal(command.Body, &device); err != nil || actor.Device != "" {
		return nil, change.Refuse("not-allowed")
	}
	listed := s.Devices[device.ID]
	if listed.State != Pending || listed.Digits != device.Digits {
		return nil, change.Answer{Outcome: change.Duplicate}
	}
	return []change.Draft{{Stream: Stream, Kind: DeviceFact, Audience: ClerksOnly, Key: device.ID}}, change.Accept()
}

func (s *State) setDevice(command change.Command, set func(*Device) string) ([]change.Draft, change.Answer) {
	var asked Pointing
	if err := json.Unmarshal(command.Body, &asked); err != nil {
		return nil, change.Refuse("command.unreadable")
	}
	device, known := s.Devices[asked.ID]
	if !known {
		return nil, change.Refuse("device.unknown")
	}
	if code := set(&device); code != "" {
		return nil, change.Refuse(code)
	}
	return []change.Draft{draft(DeviceFact, device.ID, seenBy(device.Rehearsal != ""), device)}, change.Accept()
}

// revoke takes a device's rights, and takes it from whoever holds it.
func (s *State) revoke(command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	id := ""
	drafts, answer := s.setDevice(command, func(d *Device) string {
		if d.State == Revoked {
			return "device.revoked"
		}
		d.State, id = Revoked, d.ID
		return ""
	})
	if answer.Outcome == change.Accepted && s.Holder(id) != "" {
		drafts = append(drafts, draft(HoldingFact, id, seenBy(s.Devices[id].Rehearsal != ""), Holding{Device: id, Since: now.UnixMilli()}))
	}
	return drafts, answer
}

func (s *State) nameDevice(command change.Command) ([]change.Draft, change.Answer) {
	var naming Naming
	if err := json.Unmarshal(command.Body, &naming); err != nil || naming.Number < 0 {
		return nil, change.Refuse("command.unreadable")
	}
	return s.setDevice(command, func(d *Device) string {
		d.Name = Clean(naming.Name)
		if naming.Number > 0 {
			for _, other := range s.Devices {
				if other.ID != d.ID && other.Number == naming.Number {
					return "device.number-taken"
				}
			}
			d.Number = naming.Number
		}
		return ""
	})
}

func (s *State) putPerson(command change.Command) ([]change.Draft, change.Answer) {
	var person Person
	if err := json.Unmarshal(command.Body, &person); err != nil || person.ID == "" {
		return nil, change.Refuse("command.unreadable")
	}
	person.Name, person.Group, person.Position = Clean(person.Name), Clean(person.Group), Clean(person.Position)
	if person.Name == "" {
		return nil, change.Refuse("deputy.no-name")
	}
	if before, known := s.Persons[person.ID]; known && before.Revision != command.Base {
		answer := change.Refuse("stale")
		answer.Body, _ = json.Marshal(before) // a plain struct
		return nil, answer
	}
	before := s.Persons[person.ID]
	if before.Erased > 0 {
		return nil, change.Refuse("person.erased")
	}
	person.Sealed, person.Erased = before.Sealed, 0 // an edit neither sees nor changes what is sealed
	return []change.Draft{draft(PersonFact, person.ID, seenBy(Rehearsed(person.ID)), person)}, change.Accept()
}

// issueCard writes the keyed hashes of a person's new code and card; the old ones stop working.
// The server puts the hashes into the body in place of what it made.
func (s *State) issueCard(command change.Command) ([]change.Draft, change.Answer) {
	var made Credential
	if err := json.Unmarshal(command.Body, &made); err != nil || made.Code == "" || made.Card == "" {
		return nil, change.Refuse("command.unreadable")
	}
	if person, known := s.Persons[made.Person]; !known {
		return nil, change.Refuse("person.unknown")
	} else if person.Erased > 0 {
		return nil, change.Refuse("person.erased")
	}
	return []change.Draft{draft(CredentialFact, made.Person, ServerOnly, made)}, change.Accept()
}
