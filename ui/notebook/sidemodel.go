package notebook

// NotesValue is the list of what the person wrote.
type NotesValue struct {
	Lock  string // why some of it is not shown, or none can be written; empty: nothing is wrong
	Could bool   // a card or sheet may change that
	Only  bool   // of the open paper alone
	Some  bool   // a paper is open, so that the list can be of it alone
	Rows  []NoteRow
	Empty string
}

// NoteRow is one card of the list.
type NoteRow struct {
	Noted Noted
	Icon  string
	Paper string // "Tờ trình 214, trang 3"
	Kind  string // "12 nét bút"
	When  string
	Words string
}
