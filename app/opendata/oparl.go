package opendata

// The objects of OParl 1.1 (https://oparl.org/spezifikation, chapter 3). Fields that are empty are left
// out, as the specification asks.

// OParl is a session as OParl objects. What is embedded in another object, as the specification asks, is
// listed there alone: agenda items in meetings, memberships in people, files and consultations in papers.
type OParl struct {
	Body          OParlBody           `json:"body"`
	Organizations []OParlOrganization `json:"organization"`
	People        []OParlPerson       `json:"person"`
	Meetings      []OParlMeeting      `json:"meeting"`
	Papers        []OParlPaper        `json:"paper"`
}

// OParlObject is what every object has.
type OParlObject struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Modified string `json:"modified,omitempty"`
}

// OParlBody is a body (Körperschaft).
type OParlBody struct {
	OParlObject
	System         string      `json:"system"`
	Name           string      `json:"name"`
	ShortName      string      `json:"shortName,omitempty"`
	Website        string      `json:"website,omitempty"`
	License        string      `json:"license,omitempty"`
	ContactEmail   string      `json:"contactEmail,omitempty"`
	Classification string      `json:"classification,omitempty"`
	Organization   string      `json:"organization"`
	Person         string      `json:"person"`
	Meeting        string      `json:"meeting"`
	Paper          string      `json:"paper"`
	AgendaItem     string      `json:"agendaItem"`
	Consultation   string      `json:"consultation"`
	File           string      `json:"file"`
	Membership     string      `json:"membership"`
	Terms          []OParlTerm `json:"legislativeTerm"`
}

// OParlTerm is a LegislativeTerm.
type OParlTerm struct {
	OParlObject
	Body      string `json:"body"`
	Name      string `json:"name,omitempty"`
	StartDate string `json:"startDate,omitempty"`
	EndDate   string `json:"endDate,omitempty"`
}

// OParlOrganization is the body as one that meets, or one of its groups.
type OParlOrganization struct {
	OParlObject
	Body           string   `json:"body"`
	Name           string   `json:"name"`
	ShortName      string   `json:"shortName,omitempty"`
	Membership     []string `json:"membership,omitempty"`
	Meeting        string   `json:"meeting,omitempty"`
	Part           string   `json:"subOrganizationOf,omitempty"`
	Kind           string   `json:"organizationType"` // one of the specification's words
	Classification string   `json:"classification,omitempty"`
	Members        int      `json:"memberCount,omitempty"`
	VotingMembers  int      `json:"votingMemberCount,omitempty"`
}

// OParlPerson is a person with memberships.
type OParlPerson struct {
	OParlObject
	Body       string            `json:"body"`
	Name       string            `json:"name"`
	FamilyName string            `json:"familyName,omitempty"`
	GivenName  string            `json:"givenName,omitempty"`
	Titles     []string          `json:"title,omitempty"`
	Status     []string          `json:"status,omitempty"`
	Membership []OParlMembership `json:"membership,omitempty"`
}

// OParlMembership is a person's place in an organization.
type OParlMembership struct {
	OParlObject
	Person       string `json:"person"`
	Organization string `json:"organization"`
	Role         string `json:"role,omitempty"`
	VotingRight  bool   `json:"votingRight"`
	StartDate    string `json:"startDate,omitempty"`
	EndDate      string `json:"endDate,omitempty"`
}

// OParlMeeting is a meeting with its agenda.
type OParlMeeting struct {
	OParlObject
	Name         string            `json:"name"`
	State        string            `json:"meetingState"` // one of the specification's words
	Cancelled    bool              `json:"cancelled"`
	Start        string            `json:"start,omitempty"`
	End          string            `json:"end,omitempty"`
	Location     *OParlLocation    `json:"location,omitempty"`
	Organization []string          `json:"organization"`
	Participant  []string          `json:"participant,omitempty"`
	AgendaItem   []OParlAgendaItem `json:"agendaItem,omitempty"`
}

// OParlLocation is a place.
type OParlLocation struct {
	OParlObject
	Description string `json:"description"`
}

// OParlAgendaItem is an agenda item. Order is required by the schema, though the specification's own
// example lacks it.
type OParlAgendaItem struct {
	OParlObject
	Meeting      string `json:"meeting"`
	Number       string `json:"number,omitempty"`
	Order        int    `json:"order"` // 0 …
	Name         string `json:"name,omitempty"`
	Public       bool   `json:"public"`
	Consultation string `json:"consultation,omitempty"`
	Result       string `json:"result,omitempty"`
	Resolution   string `json:"resolutionText,omitempty"`
	Start        string `json:"start,omitempty"`
	End          string `json:"end,omitempty"`
}

// OParlPaper is a paper with its file.
type OParlPaper struct {
	OParlObject
	Body         string              `json:"body"`
	Name         string              `json:"name"`
	Reference    string              `json:"reference,omitempty"`
	Date         string              `json:"date,omitempty"`
	Kind         string              `json:"paperType,omitempty"`
	MainFile     OParlFile           `json:"mainFile"`
	Consultation []OParlConsultation `json:"consultation,omitempty"`
}

// OParlFile is a file.
type OParlFile struct {
	OParlObject
	Name      string   `json:"name,omitempty"`
	FileName  string   `json:"fileName,omitempty"`
	MIME      string   `json:"mimeType,omitempty"`
	Size      int64    `json:"size,omitempty"`
	SHA512    string   `json:"sha512Checksum,omitempty"`
	AccessURL string   `json:"accessUrl"`
	Paper     []string `json:"paper,omitempty"`
}

// OParlConsultation says that an agenda item dealt with a paper.
type OParlConsultation struct {
	OParlObject
	Paper         string   `json:"paper"`
	AgendaItem    string   `json:"agendaItem"`
	Meeting       string   `json:"meeting"`
	Organization  []string `json:"organization"`
	Authoritative bool     `json:"authoritative"` // a poll of the item was decided
}
