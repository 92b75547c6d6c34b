package opendata

// Popolo (https://www.popoloproject.com/specs/) is a session as Popolo's classes, one list of each. Ids
// are the office's own; an id of a kind that two lists share is told apart by its list.
type Popolo struct {
	Persons       []PopoloPerson       `json:"persons"`
	Organizations []PopoloOrganization `json:"organizations"`
	Memberships   []PopoloMembership   `json:"memberships"`
	Events        []PopoloEvent        `json:"events"`
	Motions       []PopoloMotion       `json:"motions"`
	VoteEvents    []PopoloVoteEvent    `json:"vote_events"`
	Speeches      []PopoloSpeech       `json:"speeches"`
}

// PopoloPerson is a person.
type PopoloPerson struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	FamilyName string `json:"family_name,omitempty"`
	GivenName  string `json:"given_name,omitempty"`
	Prefix     string `json:"honorific_prefix,omitempty"`
	Summary    string `json:"summary,omitempty"`
}

// PopoloOrganization is the body or one of its groups.
type PopoloOrganization struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Classification string `json:"classification,omitempty"`
	Parent         string `json:"parent_id,omitempty"`
}

// PopoloMembership is a person's place in an organization.
type PopoloMembership struct {
	ID           string `json:"id"`
	Person       string `json:"person_id"`
	Organization string `json:"organization_id"`
	Role         string `json:"role,omitempty"`
	StartDate    string `json:"start_date,omitempty"`
	EndDate      string `json:"end_date,omitempty"`
}

// PopoloEvent is the session.
type PopoloEvent struct {
	ID             string           `json:"id"`
	Name           string           `json:"name"`
	StartDate      string           `json:"start_date,omitempty"`
	EndDate        string           `json:"end_date,omitempty"`
	Location       string           `json:"location,omitempty"`
	Status         string           `json:"status"` // of iCalendar: tentative, confirmed, cancelled
	Classification string           `json:"classification"`
	Organization   string           `json:"organization_id"`
	Attendees      []PopoloAttendee `json:"attendees,omitempty"`
	UpdatedAt      string           `json:"updated_at,omitempty"`
}

// PopoloAttendee names a person who took part.
type PopoloAttendee struct {
	ID string `json:"id"`
}

// PopoloMotion is the question of a poll.
type PopoloMotion struct {
	ID           string `json:"id"`
	Organization string `json:"organization_id"`
	Session      string `json:"legislative_session_id"`
	Text         string `json:"text"`
	Date         string `json:"date,omitempty"`
	Requirement  string `json:"requirement,omitempty"`
	Result       string `json:"result,omitempty"`
}

// PopoloVoteEvent is a poll.
type PopoloVoteEvent struct {
	ID           string        `json:"id"`
	Organization string        `json:"organization_id"`
	Session      string        `json:"legislative_session_id"`
	Motion       string        `json:"motion_id"`
	StartDate    string        `json:"start_date,omitempty"`
	EndDate      string        `json:"end_date,omitempty"`
	Result       string        `json:"result,omitempty"`
	Counts       []PopoloCount `json:"counts"`
	Votes        []PopoloVote  `json:"votes,omitempty"`
}

// PopoloCount is the number of votes for one option.
type PopoloCount struct {
	Option string `json:"option"`
	Value  int    `json:"value"`
}

// PopoloVote is one vote, in a poll by name.
type PopoloVote struct {
	Event  string `json:"vote_event_id"`
	Voter  string `json:"voter_id"`
	Option string `json:"option"`
	Group  string `json:"group_id,omitempty"`
	Role   string `json:"role,omitempty"`
}

// PopoloSpeech is one speech.
type PopoloSpeech struct {
	ID       string `json:"id"`
	Creator  string `json:"creator_id,omitempty"`
	Role     string `json:"role,omitempty"`
	Text     string `json:"text,omitempty"`
	Date     string `json:"date,omitempty"`
	Title    string `json:"title,omitempty"`
	Type     string `json:"type"`
	Position int    `json:"position"` // 1 …
	Event    string `json:"event_id"`
}

// ToPopolo turns a session into Popolo's classes. An error is an *Error.
func ToPopolo(session Session, options Options) (Popolo, error) {
	s, err := prepare(session)
	if err != nil {
		return Popolo{}, err
	}
	p := Popolo{Persons: []PopoloPerson{}, Memberships: []PopoloMembership{}, Motions: []PopoloMotion{}, VoteEvents: []PopoloVoteEvent{}, Speeches: []PopoloSpeech{}}
	p.Organizations = []PopoloOrganization{{ID: s.Body.ID, Name: s.Body.Name, Classification: s.Body.Classification}}
	for _, group := range s.Groups {
		p.Organizations = append(p.Organizations, PopoloOrganization{ID: group.ID, Name: group.Name, Classification: group.Classification, Parent: s.Body.ID})
	}
	event := PopoloEvent{ID: s.ID, Name: s.Title, StartDate: options.moment(first(s.OpenedAt, s.StartsAt)), EndDate: options.moment(first(s.ClosedAt, s.EndsAt)),
		Location: s.Place, Status: "confirmed", Classification: "meeting", Organization: s.Body.ID, UpdatedAt: options.moment(s.ModifiedAt)}
	if s.Cancelled {
		event.Status = "cancelled"
	}
	for _, person := range s.People {
		made := PopoloPerson{ID: person.ID, Name: person.Name, FamilyName: person.FamilyName, GivenName: person.GivenName, Summary: person.Position}
		for i, title := range person.Titles {
			if i > 0 {
				made.Prefix += " "
			}
			made.Prefix += title
		}
		p.Persons = append(p.Persons, made)
		if person.Present {
			event.Attendees = append(event.Attendees, PopoloAttendee{person.ID})
		}
	}
	p.Events = []PopoloEvent{event}
	groupOf := map[string]string{}
	for _, m := range s.Memberships {
		made := PopoloMembership{ID: m.ID, Person: m.Person, Organization: m.Group, Role: m.Role, StartDate: m.Begins, EndDate: m.Ends}
		if m.Group == "" {
			made.Organization = s.Body.ID
		} else if groupOf[m.Person] == "" {
			groupOf[m.Person] = m.Group
		}
		p.Memberships = append(p.Memberships, made)
	}
	for _, poll := range s.Polls {
		p.Motions = append(p.Motions, PopoloMotion{ID: poll.ID, Organization: s.Body.ID, Session: s.ID, Text: poll.Question,
			Date: options.moment(first(poll.OpenedAt, poll.ClosedAt)), Requirement: poll.Requirement, Result: poll.Result})
		made := PopoloVoteEvent{ID: poll.ID, Organization: s.Body.ID, Session: s.ID, Motion: poll.ID,
			StartDate: options.moment(poll.OpenedAt), EndDate: options.moment(poll.ClosedAt), Result: poll.Result, Counts: []PopoloCount{}}
		for _, count := range poll.Counts {
			made.Counts = append(made.Counts, PopoloCount{poll.option(count.Choice), count.Value})
		}
		for _, vote := range poll.Votes {
			one := PopoloVote{Event: poll.ID, Voter: vote.Person, Option: poll.option(vote.Choice), Group: groupOf[vote.Person]}
			if vote.Person == s.Chair {
				one.Role = "chair"
			}
			made.Votes = append(made.Votes, one)
		}
		p.VoteEvents = append(p.VoteEvents, made)
	}
	for i, speech := range s.Speeches {
		p.Speeches = append(p.Speeches, PopoloSpeech{ID: speech.ID, Creator: speech.Person, Role: speech.Role, Text: speech.Text,
			Date: options.moment(speech.BeganAt), Title: speech.Title, Type: "speech", Position: i + 1, Event: s.ID})
	}
	return p, nil
}

// option is what Popolo calls a choice: its own word, or the name of what was chosen.
func (p Poll) option(choice string) string {
	switch choice {
	case Yes, No, Abstain:
		return choice
	}
	for _, count := range p.Counts {
		if count.Choice == choice && count.Label != "" {
			return count.Label
		}
	}
	return choice
}
