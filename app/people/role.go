package people

// Role is what a person is in the council's work. Written on disk: only ever add.
type Role string

// The roles.
const (
	Delegate    Role = "delegate"     // đại biểu
	Chair       Role = "chair"        // chủ tọa
	DeputyChair Role = "deputy-chair" // chủ tọa điều hành, phó chủ tọa
	Secretary   Role = "secretary"    // thư ký kỳ họp
	Clerk       Role = "clerk"        // thư ký of the office
	Committee   Role = "committee"    // chuyên viên of a committee (Ban)
	Guest       Role = "guest"        // khách mời
)

// SessionRoles are what a person may be in a session, the most frequent first.
var SessionRoles = []Role{Delegate, Chair, DeputyChair, Secretary, Committee, Guest}

// Mode is what a device is for; it decides together with the person what it may do and see.
// Written on disk and on the wire: only ever add.
type Mode string

// The modes of a device.
const (
	DelegateMode Mode = "delegate"
	ClerkMode    Mode = "clerk"
	HallMode     Mode = "hall"
	StandbyMode  Mode = "standby" // máy chủ dự phòng: holds everything, does nothing until it takes over
)

// Modes lists every mode of a device that people look at.
var Modes = []Mode{DelegateMode, ClerkMode, HallMode}

// ParseMode returns the mode of that name that a device can be paired for.
func ParseMode(name string) (Mode, bool) {
	if name == string(StandbyMode) {
		return StandbyMode, true
	}
	for _, mode := range Modes {
		if string(mode) == name {
			return mode, true
		}
	}
	return "", false
}

// Act is something that a device may or may not do.
type Act string

// The acts.
const (
	ManagePeople   Act = "manage-people"   // persons, codes, cards, devices
	RunSession     Act = "run-session"     // prepare it: agenda, papers, roster, roll, polls
	ConductSession Act = "conduct-session" // hold it: open and close it and its polls, go through the agenda, give the floor
	TakeTablet     Act = "take-tablet"     // sign in and out on this device
	VoteAndAttend  Act = "vote-attend"     // for oneself, when signed in
	TakePart       Act = "take-part"       // ask for the floor; what one may do there is what one is in the session
	OpenPapers     Act = "open-papers"     // of the audiences one may see
	UploadPapers   Act = "upload-papers"   //
	SeeWhoVoted    Act = "see-who-voted"   // who has and has not voted, never how
	ShowInTheHall  Act = "show-in-the-hall"
	WriteNotes     Act = "write-notes" // on papers, when signed in
	HoldCopy       Act = "hold-copy"   // of everything there is in the room, to take over one day
)

// may is the whole matrix of what a device may do by its mode. A new mode is one column here.
var may = map[Act]map[Mode]bool{
	ManagePeople:   {ClerkMode: true},
	RunSession:     {ClerkMode: true},
	ConductSession: {ClerkMode: true},
	TakeTablet:     {DelegateMode: true},
	VoteAndAttend:  {DelegateMode: true},
	TakePart:       {ClerkMode: true, DelegateMode: true},
	OpenPapers:     {ClerkMode: true, DelegateMode: true, StandbyMode: true},
	UploadPapers:   {ClerkMode: true},
	SeeWhoVoted:    {ClerkMode: true},
	ShowInTheHall:  {HallMode: true},
	WriteNotes:     {DelegateMode: true},
	HoldCopy:       {StandbyMode: true},
}

// May reports whether a device of this mode may do the act.
func May(mode Mode, act Act) bool { return may[act][mode] }

// roleMay is what a person may do besides, on whichever delegate's tablet they are signed in. A new role is one
// column here.
var roleMay = map[Act]map[Role]bool{
	ConductSession: {Chair: true, DeputyChair: true},
}

// RoleMay reports whether a person of this role in a session may do the act there.
func RoleMay(role Role, act Act) bool { return roleMay[act][role] }
