package room

import "fmt"

// CopyFault is what is wrong with a backup or an archive, or hinders making one; the sentence stands in
// the words under "server.copy."+Code.
type CopyFault struct {
	Code string
	Path string // of the file or folder; for a paper its title
	Err  error
}

// Error tells the fault in English, for logs.
func (f *CopyFault) Error() string {
	if f.Err != nil {
		return fmt.Sprintf("room: %s: %s: %v", f.Code, f.Path, f.Err)
	}
	return fmt.Sprintf("room: %s: %s", f.Code, f.Path)
}

func (f *CopyFault) Unwrap() error { return f.Err }

// The codes of CopyFault.
const (
	NoRoom        = "no-room"         // no room's data in the folder
	NoBackup      = "no-backup"       // not a backup, or one that was never finished
	NoArchive     = "no-archive"      // not an archive of a session
	NewerCopy     = "newer"           // made by a newer version
	DamagedCopy   = "damaged"         // something in it is not as it was made
	DamagedPaper  = "paper"           // a paper is missing or has other bytes
	NotEmpty      = "not-empty"       // the target holds something else
	AnotherRoom   = "another-room"    // the target is the backup of another room
	BackupAhead   = "ahead"           // the target holds more than the server
	CopyBusy      = "busy"            // another process works on the target
	NotClosed     = "not-closed"      // only a closed session is archived
	NoSession     = "no-session"      // no session of that id
	ArchiveIsHere = "archive-is-here" // made before
	Nothing       = "nothing"         // nothing has that name
)
