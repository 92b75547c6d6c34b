package room

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// Names in the folder of a backup. On disk: only ever add.
const (
	backupFile     = "backup.json"     // written last: a folder without it is no backup
	unfinishedFile = "unfinished.json" // in place of it until a first backup is finished
	backupPapers   = "blobs"
	backupFormat   = 1
)

// stateName is the form of the folder that holds everything of a backup but the papers.
var stateName = regexp.MustCompile(`^\d{8}T\d{6}(\.\d+)?Z$`)

// BackupManifest (bản kê sao lưu) says what a backup holds.
type BackupManifest struct {
	Format  int                           `json:"format"`
	Room    string                        `json:"room"`
	Pin     string                        `json:"pin"` // of the room's authority
	Epoch   uint32                        `json:"epoch"`
	MadeAt  int64                         `json:"made_at"` // milliseconds since 1970, the server's clock
	State   string                        `json:"state"`   // folder of Files
	Files   []CopiedFile                  `json:"files"`
	Streams map[change.Stream]change.Head `json:"streams"`
	Papers  int                           `json:"papers"`
	Bytes   int64                         `json:"bytes"` // of files and papers
	Missing []MissingPaper                `json:"missing,omitempty"`
	Sum     string                        `json:"sum"` // BLAKE3 of the manifest without it
}

// CopiedFile is one file of a backup, with the BLAKE3 hash of its bytes.
type CopiedFile struct {
	Name string `json:"name"` // with slashes
	Size int64  `json:"size"`
	Sum  string `json:"sum"`
}

// MissingPaper is a paper that was damaged on the server already.
type MissingPaper struct {
	Hash  string `json:"hash"`
	Title string `json:"title"`
}

// Made returns when the backup was made.
func (m BackupManifest) Made() time.Time { return time.UnixMilli(m.MadeAt) }

func (m BackupManifest) sum() (string, error) {
	m.Sum = ""
	data, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	sum := blake3.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

func (m BackupManifest) text() ([]byte, error) { return json.MarshalIndent(m, "", " ") }

// write makes the manifest durable. From the moment it has its name it stands for the backup.
func (m BackupManifest) write(folder, name string) (err error) {
	if m.Sum, err = m.sum(); err != nil {
		return err
	}
	data, err := m.text()
	if err != nil {
		return err
	}
	file := filepath.Join(folder, name)
	if err := writeWhole(file, data); err != nil {
		return storage.Explain(file, err)
	}
	return storage.SyncFolder(folder)
}

// ReadBackup reads what a backup says of itself; it looks at nothing else.
func ReadBackup(folder string) (BackupManifest, error) {
	return readManifest(folder, backupFile)
}

func readManifest(folder, name string) (BackupManifest, error) {
	var m BackupManifest
	data, err := os.ReadFile(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return m, &CopyFault{Code: NoBackup, Path: folder}
	}
	if err != nil {
		return m, err
	}
	file := filepath.Join(folder, name)
	if err := json.Unmarshal(data, &m); err != nil {
		return m, &CopyFault{Code: DamagedCopy, Path: file, Err: err}
	}
	if m.Format > backupFormat {
		return m, &CopyFault{Code: NewerCopy, Path: folder}
	}
	sum, err := m.sum()
	again, failed := m.text()
	// JSON reads some texts alike that are not: the very bytes must be those that were written.
	if err := errors.Join(err, failed); err != nil || sum != m.Sum || !bytes.Equal(data, again) || m.Format < 1 || !stateName.MatchString(m.State) {
		return m, &CopyFault{Code: DamagedCopy, Path: file, Err: err}
	}
	for _, file := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(file.Name)) {
			return m, &CopyFault{Code: DamagedCopy, Path: file.Name}
		}
	}
	return m, nil
}

// has reports whether a file is in the manifest.
func (m BackupManifest) has(name string) bool {
	for _, file := range m.Files {
		if file.Name == name {
			return true
		}
	}
	return false
}

// copyFile copies a small file to one that is not there yet, for its owner alone, and onto the disk.
func copyFile(from, to, name string) (CopiedFile, error) {
	copied := CopiedFile{Name: name}
	source, err := os.Open(from)
	if err != nil {
		return copied, err
	}
	defer source.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return copied, storage.Explain(to, err)
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return copied, storage.Explain(to, err)
	}
	copied.Sum, copied.Size, err = storage.Sum(io.TeeReader(source, target))
	return copied, storage.Explain(to, errors.Join(err, target.Sync(), target.Close()))
}

// sumOf reads a file that lies there.
func sumOf(file, name string) (CopiedFile, error) {
	f, err := os.Open(file)
	if err != nil {
		return CopiedFile{}, err
	}
	defer f.Close()
	sum, size, err := storage.Sum(f)
	return CopiedFile{Name: name, Size: size, Sum: sum}, err
}
