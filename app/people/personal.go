package people

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"congso.vn/congso/app/change"
)

// SetPersonalKind writes how a person is reached, in place of what was written before. Body Disclosing. On
// the wire: only ever add.
const SetPersonalKind = "person.personal"

// Disclosing is the body of SetPersonalKind. Whoever keeps the command on a disk seals it for the room first.
type Disclosing struct {
	ID       string   `json:"id"`
	Personal Personal `json:"personal"`
}

// personalField is the name of Personal among the sealed fields of a person. On disk.
const personalField = "personal"

// personalOf returns what stands in an opened change; nil where it is sealed or was never there.
func personalOf(c change.Change) *Personal {
	var body struct {
		Personal *Personal `json:"personal"`
	}
	if c.TakenBack() || json.Unmarshal(c.Body, &body) != nil {
		return nil
	}
	return body.Personal
}

// Check cleans what was typed and returns the code of what cannot be right; "" where all can.
func (p Personal) Check() (Personal, string) {
	p = Personal{Phone: Clean(p.Phone), Email: Clean(p.Email), Birth: Clean(p.Birth)}
	digits := 0
	for _, letter := range p.Phone {
		if unicode.IsDigit(letter) {
			digits++
		} else if !strings.ContainsRune(" +-.()", letter) {
			return p, "person.phone"
		}
	}
	name, host, isMail := strings.Cut(p.Email, "@")
	_, err := time.Parse(time.DateOnly, p.Birth)
	switch {
	case p.Phone != "" && (digits < 3 || digits > 15 || len(p.Phone) > 40):
		return p, "person.phone"
	case p.Email != "" && (!isMail || name == "" || host == "" || strings.ContainsAny(p.Email, " ,;<>") || len(p.Email) > 200):
		return p, "person.email"
	case p.Birth != "" && err != nil:
		return p, "person.birth"
	}
	return p, ""
}

func (s *State) setPersonal(command change.Command) ([]change.Draft, change.Answer) {
	var asked Disclosing
	if err := json.Unmarshal(command.Body, &asked); err != nil || asked.ID == "" {
		return nil, change.Refuse("command.unreadable")
	}
	personal, code := asked.Personal.Check()
	person, known := s.Persons[asked.ID]
	switch {
	case !known:
		return nil, change.Refuse("person.unknown")
	case person.Erased > 0:
		return nil, change.Refuse("person.erased")
	case code != "":
		return nil, change.Refuse(code)
	}
	person.Sealed = nil
	written := draft(PersonFact, person.ID, seenBy(Rehearsed(person.ID)), person)
	if personal != (Personal{}) {
		fields, err := json.Marshal(map[string]Personal{personalField: personal})
		if err != nil { // only a fault of the program: it is a plain struct
			panic("people: " + err.Error())
		}
		written.Personal = &change.Personal{Subject: person.ID, Fields: fields}
	}
	return []change.Draft{written}, change.Accept()
}
