package opendata

// ToOParl turns a session into OParl objects. An error is an *Error.
func ToOParl(session Session, options Options) (OParl, error) {
	if err := options.check(); err != nil {
		return OParl{}, err
	}
	s, err := prepare(session)
	if err != nil {
		return OParl{}, err
	}
	w := oparlWriter{s, options}
	return OParl{Body: w.body(), Organizations: w.organizations(), People: w.people(), Meetings: []OParlMeeting{w.meeting()}, Papers: w.papers()}, nil
}

type oparlWriter struct {
	s Session
	o Options
}

func (w oparlWriter) object(kind, path, id string) OParlObject {
	return OParlObject{ID: w.o.address(path, id), Type: "https://schema.oparl.org/1.1/" + kind, Modified: w.o.moment(w.s.ModifiedAt)}
}

func (w oparlWriter) bodyAddress() string    { return w.o.address("body", w.s.Body.ID) }
func (w oparlWriter) meetingAddress() string { return w.o.address("meeting", w.s.ID) }

// organization is the address of a group; the body itself is one too.
func (w oparlWriter) organization(group string) string {
	if group == "" {
		group = w.s.Body.ID
	}
	return w.o.address("organization", group)
}

func (w oparlWriter) body() OParlBody {
	from := w.s.Body
	list := func(kind string) string { return w.bodyAddress() + "/" + kind }
	b := OParlBody{OParlObject: w.object("Body", "body", from.ID), System: w.o.Base, Name: from.Name, ShortName: from.Short, Website: from.Website,
		License: from.License, ContactEmail: from.Mail, Classification: from.Classification,
		Organization: list("organizations"), Person: list("people"), Meeting: list("meetings"), Paper: list("papers"),
		AgendaItem: list("agendaItems"), Consultation: list("consultations"), File: list("files"), Membership: list("memberships"), Terms: []OParlTerm{}}
	if term := w.s.Term; term.ID != "" {
		b.Terms = append(b.Terms, OParlTerm{OParlObject: w.object("LegislativeTerm", "term", term.ID), Body: w.bodyAddress(),
			Name: term.Name, StartDate: term.Begins, EndDate: term.Ends})
	}
	return b
}

func (w oparlWriter) organizations() []OParlOrganization {
	body := w.s.Body
	all := []OParlOrganization{{OParlObject: w.object("Organization", "organization", body.ID), Body: w.bodyAddress(), Name: body.Name,
		ShortName: body.Short, Kind: "Gremium", Classification: body.Classification, Meeting: w.bodyAddress() + "/meetings"}}
	for _, group := range w.s.Groups {
		all = append(all, OParlOrganization{OParlObject: w.object("Organization", "organization", group.ID), Body: w.bodyAddress(), Name: group.Name,
			ShortName: group.Short, Kind: "Sonstiges", Classification: group.Classification, Part: w.organization("")})
	}
	for i := range all {
		for _, m := range w.s.Memberships {
			if w.organization(m.Group) != all[i].ID {
				continue
			}
			all[i].Membership = append(all[i].Membership, w.o.address("membership", m.ID))
			all[i].Members++
			if m.Voting {
				all[i].VotingMembers++
			}
		}
	}
	return all
}

func (w oparlWriter) people() []OParlPerson {
	all := []OParlPerson{}
	for _, person := range w.s.People {
		p := OParlPerson{OParlObject: w.object("Person", "person", person.ID), Body: w.bodyAddress(), Name: person.Name,
			FamilyName: person.FamilyName, GivenName: person.GivenName, Titles: person.Titles}
		if person.Position != "" {
			p.Status = []string{person.Position}
		}
		for _, m := range w.s.Memberships {
			if m.Person == person.ID {
				p.Membership = append(p.Membership, OParlMembership{OParlObject: w.object("Membership", "membership", m.ID), Person: p.ID,
					Organization: w.organization(m.Group), Role: m.Role, VotingRight: m.Voting, StartDate: m.Begins, EndDate: m.Ends})
			}
		}
		all = append(all, p)
	}
	return all
}

func (w oparlWriter) meeting() OParlMeeting {
	s := w.s
	m := OParlMeeting{OParlObject: w.object("Meeting", "meeting", s.ID), Name: s.Title, Cancelled: s.Cancelled, State: s.state(),
		Start: w.o.moment(first(s.OpenedAt, s.StartsAt)), End: w.o.moment(first(s.ClosedAt, s.EndsAt)), Organization: []string{w.organization("")}}
	if s.Place != "" {
		m.Location = &OParlLocation{OParlObject: w.object("Location", "location", s.ID), Description: s.Place}
	}
	for _, person := range s.People {
		if person.Present {
			m.Participant = append(m.Participant, w.o.address("person", person.ID))
		}
	}
	shown := shownItems(s.Items)
	for i, item := range s.Items {
		made := OParlAgendaItem{OParlObject: w.object("AgendaItem", "agendaItem", item.ID), Meeting: m.ID, Number: item.Number, Order: i,
			Name: item.Title, Public: shown[item.ID], Result: item.Result, Resolution: item.Resolution,
			Start: w.o.moment(item.StartsAt), End: w.o.moment(item.EndsAt)}
		for _, paper := range s.Papers {
			if paper.Item == item.ID {
				made.Consultation = w.o.address("consultation", paper.ID) // the field holds one: the first paper's
				break
			}
		}
		m.AgendaItem = append(m.AgendaItem, made)
	}
	return m
}

// state is one of the words that the specification recommends for a meeting.
func (s Session) state() string {
	switch {
	case s.ClosedAt != 0:
		return "durchgeführt"
	case s.OpenedAt != 0:
		return "eingeladen"
	default:
		return "terminiert"
	}
}

func first(times ...int64) int64 {
	for _, at := range times {
		if at != 0 {
			return at
		}
	}
	return 0
}

func (w oparlWriter) papers() []OParlPaper {
	decided := map[string]bool{}
	for _, poll := range w.s.Polls {
		if poll.Result != "" {
			decided[poll.Item] = true
		}
	}
	all := []OParlPaper{}
	for _, paper := range w.s.Papers {
		p := OParlPaper{OParlObject: w.object("Paper", "paper", paper.ID), Body: w.bodyAddress(), Name: paper.Name, Reference: paper.Reference,
			Date: paper.Date, Kind: paper.Type}
		p.MainFile = OParlFile{OParlObject: w.object("File", "file", paper.fileID()), Name: paper.Name, FileName: paper.File.Name, MIME: paper.File.Type,
			Size: paper.File.Size, SHA512: paper.File.SHA512, AccessURL: paper.File.Address, Paper: []string{p.ID}}
		if p.MainFile.AccessURL == "" {
			p.MainFile.AccessURL = p.MainFile.ID + "/content"
		}
		if paper.Item != "" {
			p.Consultation = []OParlConsultation{{OParlObject: w.object("Consultation", "consultation", paper.ID), Paper: p.ID,
				AgendaItem: w.o.address("agendaItem", paper.Item), Meeting: w.meetingAddress(), Organization: []string{w.organization("")},
				Authoritative: decided[paper.Item]}}
		}
		all = append(all, p)
	}
	return all
}
