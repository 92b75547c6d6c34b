package openslides

// Meeting (phiên họp) is what one meeting in OpenSlides comes to. Ids are those of the export; texts
// are composed (NFC), one line each; times are milliseconds since 1970, 0 where there is none.
type Meeting struct {
	ID          int
	Name        string
	Description string
	Place       string
	Language    string // "en"
	StartsAt    int64
	EndsAt      int64
	Numbering   Numbering
	Roles       []Role
	Groups      []Group
	People      []Person // by id
	Agenda      []Item   // in order, sub-items inside
	OffAgenda   []Item   // topics, motions, blocks and elections that stand on no agenda
	Polls       []Poll   // about nothing that was taken
	Files       []File   // names only
}

// Numbering says how agenda items get their numbers.
type Numbering struct {
	Automatic bool
	Roman     bool   // I, II, …; false: 1, 2, …
	Prefix    string // before each number: "TOP"
}

// Role (vai trò) is what OpenSlides calls a group: what its people may do.
type Role struct {
	ID          int
	Name        string
	Default     bool     // of who has no other
	Administers bool     // may do everything
	Permissions []string // as OpenSlides names them: "motion.can_create"
}

// Group (tổ đại biểu) is what OpenSlides calls a structure level.
type Group struct {
	ID      int
	Name    string
	Seconds int // speaking time that each list of speakers gives to it; 0: unlimited
}

// Person (đại biểu) is one participant. The id is the user's.
type Person struct {
	ID           int
	Name         string // title, first and last name as exported; the user name where there is none
	Title        string
	FirstName    string
	LastName     string
	Number       string   // of participation
	Groups       []string // names
	Roles        []string // names
	Present      bool
	Inactive     bool
	Organization bool   // no physical person
	Weight       Amount // of a vote; Unknown: one vote
	DelegatedTo  []int  // persons who vote instead (ủy quyền)
}

// Kinds of items.
const (
	TopicItem    = "topic"
	MotionItem   = "motion"
	BlockItem    = "block"    // of motions
	ElectionItem = "election" //
	LostItem     = ""         // its content is missing or stands elsewhere
)

// Visibilities of items.
const (
	CommonItem   = "common"
	InternalItem = "internal" // for who may see internal items
	HiddenItem   = "hidden"   // for who manages the agenda
)

// Item (nội dung) is an agenda item with what it is about, or business that stands on no agenda.
type Item struct {
	ID         int // of the agenda item; 0: on no agenda
	Content    Reference
	Kind       string
	Visibility string
	Number     string // on the agenda
	Title      string
	Seconds    int // planned; 0: none
	Comment    string
	Done       bool
	Text       []string // paragraphs
	Motion     *Motion  // of a motion
	Election   *Election
	Speakers   *SpeakerList
	Polls      []Poll
	Children   []Item
}

// Motion (tờ trình, dự thảo nghị quyết) is what a motion has beside title and text. Numbers are ids of
// motions, blocks and persons.
type Motion struct {
	Number         string // of the motion itself
	Reason         []string
	FinalText      []string // as modified at last
	State          string   // name: "submitted"
	StateText      string   // said beside the state
	Recommendation string
	Category       string
	Block          int
	Amends         int         // the motion that this one is an amendment to
	Amendments     []Paragraph // changed paragraphs, for an amendment by paragraph
	Submitters     []int
	SubmittedBy    string // submitters that are no persons here
	Supporters     []int
	Comments       []Comment
	CreatedAt      int64
	ChangedAt      int64
}

// Paragraph is a new text for one paragraph of the motion that is amended.
type Paragraph struct {
	Number int // 0 …
	Text   []string
}

// Comment is what one section of comments says of a motion.
type Comment struct {
	Section string
	Readers []string // roles that may read it; none: everybody who may see the motion
	Text    []string
}

// Election (bầu cử) is what OpenSlides calls an assignment.
type Election struct {
	Posts      int
	Phase      string // "search", "voting", "finished"
	Candidates []int  // persons, in order
}

// File is a file of the meeting: its name, not its bytes.
type File struct {
	ID     int
	Name   string
	Folder bool
	Parent int // the folder it lies in; 0: none
	Type   string
	Size   int // bytes; 0: unknown
}

// meeting turns what was loaded into its value.
func (r *reader) meeting(of *object) Meeting {
	of.visited = true
	m := Meeting{ID: of.id, Name: of.text("name"), Description: of.text("description"), Place: of.text("location"), Language: of.text("language")}
	m.StartsAt, m.EndsAt = of.span("start_time", "end_time")
	m.Numbering = Numbering{Automatic: of.yes("agenda_enable_numbering"),
		Roman: of.word("agenda_numeral_system", "arabic", "arabic", "roman") == "roman", Prefix: of.text("agenda_number_prefix")}
	m.Groups = r.readGroups()
	m.Roles = r.readRoles(of)
	m.People = r.readPeople(of)
	m.Agenda, m.OffAgenda = r.readAgenda()
	m.Polls = r.readPolls(m.Agenda, m.OffAgenda)
	m.Files = r.readFiles(of)
	return m
}
