package notes

// State is what the holder of a tablet may do with the notes of a session.
type State struct {
	// CanWrite says that there is a key to seal for. Without it nothing is written: it would lie on the disk as it is.
	CanWrite bool
	// Coming says that the key was not asked for yet, or the room has not answered; false where the room has none
	// for this person, because no card was issued.
	Coming bool
	// Locked is how many edits wait for the card or the recovery sheet: the holder signed in by code.
	Locked int
	// CanUndo and CanRedo say whether there is an act to take back, and an undo.
	CanUndo, CanRedo bool
}
