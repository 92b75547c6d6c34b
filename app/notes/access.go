package notes

// Access (tình trạng khoá ghi chú) is how the notes of who holds a tablet stand there.
type Access struct {
	Known  bool // their locks are here; else the room has not told them yet
	Issued bool // there is a pair to write for: a card was issued
	Open   bool // the pair to write for is open: everything that is written from now on can be read here
	Locked int  // edits of a session that wait for a card or a recovery sheet
}
