package clerk

import (
	"context"
	"maps"
	"time"

	"congso.vn/congso/app/people"
)

// personal is how a person is reached, as far as this device may read it.
func (s someone) personal() people.Personal {
	if s.person.Personal == nil {
		return people.Personal{}
	}
	return *s.person.Personal
}

// shut tells that something is kept of the person which this device cannot read: what it wrote would take the
// place of what it does not see.
func (s someone) shut() bool { return s.person.Sealed != nil && s.person.Personal == nil }

// contact is how a person is reached, in one line.
func (d *desk) contact(one someone) string {
	is := one.personal()
	born := ""
	if is.Birth != "" {
		born = d.say("clerk.person.born", "date", day(is.Birth))
	}
	return joined(" · ", is.Phone, is.Email, born)
}

// day is a day as people write it; what is none stays as it is.
func day(birth string) string {
	at, err := time.Parse(time.DateOnly, birth)
	if err != nil {
		return birth
	}
	return at.Format(dateForm)
}

// readDay reads a day as people write it.
func readDay(text string) string {
	if at, err := time.Parse("2/1/2006", text); err == nil {
		return at.Format(time.DateOnly)
	}
	return text // the rule says that it is none
}

// personalFields are the lines of a person's form about how they are reached; none where the device may not
// write them.
func (d *desk) personalFields(one someone) []field {
	if one.person.Erased > 0 || one.shut() {
		return nil
	}
	values := personalWords(one.personal())
	return []field{
		{ID: "phone", Label: d.say("clerk.person.phone"), Value: values["phone"], Half: true},
		{ID: "birth", Label: d.say("clerk.person.birth"), Value: values["birth"], Half: true},
		{ID: "email", Label: d.say("clerk.person.email"), Value: values["email"]},
	}
}

// personalWords is how a person is reached as it stands in a form.
func personalWords(p people.Personal) map[string]string {
	return map[string]string{"phone": p.Phone, "email": p.Email, "birth": day(p.Birth)}
}

// readPersonal reads the form's lines; code says what cannot be right, as the rules see it.
func readPersonal(a map[string]string) (is people.Personal, code string) {
	return people.Personal{Phone: a["phone"], Email: a["email"], Birth: readDay(people.Clean(a["birth"]))}.Check()
}

// personalFaults looks at the form's lines before anything is sent.
func (d *desk) personalFaults(a map[string]string) map[string]string {
	_, code := readPersonal(a)
	if code == "" {
		return nil
	}
	return map[string]string{personalFaultAt[code]: d.say("refusal." + code)}
}

var personalFaultAt = map[string]string{"person.phone": "phone", "person.email": "email", "person.birth": "birth"}

// withPersonal names the fields of refusals about how a person is reached, beside others.
func withPersonal(faultAt map[string]string) map[string]string {
	maps.Copy(faultAt, personalFaultAt)
	return faultAt
}

// disclose writes how a person is reached, where that changed. The room alone keeps it, sealed.
func (p *personSave) disclose(ctx context.Context, a map[string]string) error {
	is, _ := readPersonal(a) // checked before
	if _, offered := a["phone"]; !offered || is == p.before.personal() {
		return nil
	}
	return p.desk.config.Acts.DoIn(ctx, people.Stream, people.SetPersonalKind, 0, people.Disclosing{ID: p.before.id(), Personal: is})
}
