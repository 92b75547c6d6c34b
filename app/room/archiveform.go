package room

import (
	"encoding/hex"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// An archive is a zip file, stored and not deflated, so that it can be opened a hundred years from now.
// On disk: only ever add.
const (
	archiveFolder    = "archive" // in the room's folder
	archiveSuffix    = ".congso"
	archiveManifest  = "archive.json"
	archiveSignature = "signature.json"
	archiveDatabase  = "session.db"
	archivePapers    = "papers/" // <hash>.pdf
	archiveFormat    = 1

	// archiveSeal stands at the end of the file, in the zip's comment, before the BLAKE3 hash of all
	// that precedes the hash: not one byte of the file is outside of it.
	archiveSeal = "congso session archive 1 "
	sumLength   = 64

	archivePrefix = "congso archive 1\x00" // before the manifest, in what is signed
)

// ArchiveManifest (bản kê lưu trữ) says what the archive of a session holds.
type ArchiveManifest struct {
	Format   int             `json:"format"`
	Room     string          `json:"room"`
	Pin      string          `json:"pin"` // of the room's authority
	Epochs   []change.Epoch  `json:"epochs"`
	MadeAt   int64           `json:"made_at"` // milliseconds since 1970, the server's clock
	Session  council.Session `json:"session"`
	Head     change.Head     `json:"head"` // of the session's log
	Answers  int             `json:"answers"`
	Database CopiedFile      `json:"database"`
	Papers   []ArchivedPaper `json:"papers"`
	Persons  []people.Person `json:"persons"` // who stands on the roster, with neither codes nor cards
}

// ArchivedPaper is one paper of a session: valid ones, and those that were valid once where the server
// still had their bytes.
type ArchivedPaper struct {
	Hash  string `json:"hash"`
	Size  int64  `json:"size"`
	Title string `json:"title"`
	Valid bool   `json:"valid"` // some audience could read it when the session closed
}

// sealing is the server's word on the manifest's bytes, with what is needed to check it.
type sealing struct {
	Certificate []byte `json:"certificate"`
	Authority   []byte `json:"authority"`
	Signature   []byte `json:"signature"`
}

// Stream returns the log of the session.
func (m ArchiveManifest) Stream() change.Stream { return people.CouncilStream(m.Session.ID) }

// Made returns when the archive was made.
func (m ArchiveManifest) Made() time.Time { return time.UnixMilli(m.MadeAt) }

var (
	plainID    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$`)
	unplainID  = regexp.MustCompile(`[^A-Za-z0-9_-]+`)
	datedInEnd = regexp.MustCompile(`-\d{8}$`)
)

// archiveStem returns how the files of a session begin. An id is any text; a file name is not.
func archiveStem(session string) string {
	if plainID.MatchString(session) {
		return session
	}
	sum := blake3.Sum256([]byte(session))
	readable := unplainID.ReplaceAllString(session, "-")
	return fmt.Sprintf("%s-%s", strings.Trim(readable[:min(len(readable), 40)], "-"), hex.EncodeToString(sum[:8]))
}

// archiveName returns the name of a session's archive.
func archiveName(session council.Session) string {
	return archiveStem(session.ID) + "-" + time.UnixMilli(session.ClosedAt).Format("20060102") + archiveSuffix
}

// archiveOf finds a session's archive among the room's; empty for none.
func archiveOf(folder, session string) string {
	stem := archiveStem(session)
	files, err := filepath.Glob(filepath.Join(folder, archiveFolder, stem+"-*"+archiveSuffix))
	if err != nil {
		return ""
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), archiveSuffix)
		if datedInEnd.MatchString(name) && datedInEnd.ReplaceAllString(name, "") == stem {
			return file
		}
	}
	return ""
}

// paperName is the name of a paper within the archive.
func paperName(hash string) string { return archivePapers + hash + ".pdf" }

// titlesOf returns how the papers of a session are called, by hash, older revisions too.
func titlesOf(documents []change.Change) map[string]string {
	titles := map[string]string{}
	for _, c := range documents {
		for _, hash := range council.BlobsOf(c) {
			titles[hash] = titleIn(c)
		}
	}
	return titles
}
