package export

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Place is a folder that an export may go to.
type Place struct {
	Kind string // what it is to a person; its word stands under "export.place."+Kind, with its name
	Name string
	Path string
}

// The kinds of places.
const (
	Stick     = "stick" // what was plugged in
	Documents = "documents"
	Desktop   = "desktop"
	Home      = "home"
	Folder    = "folder" // any other
)

// PlaceKinds are all kinds there are, for whoever keeps their words.
func PlaceKinds() []string { return []string{Stick, Documents, Desktop, Home, Folder} }

// mostFolders is how many folders of one are listed.
const mostFolders = 500

// Places are folders to begin at: what was plugged in, and the person's own. It asks the disks and may wait.
func Places() []Place {
	places := sticks()
	if home, err := os.UserHomeDir(); err == nil {
		for _, one := range []Place{{Documents, "", filepath.Join(home, "Documents")}, {Desktop, "", filepath.Join(home, "Desktop")}, {Home, "", home}} {
			if isFolder(one.Path) {
				places = append(places, one)
			}
		}
	}
	return places
}

// Folders are those within one, in Vietnamese order, without hidden ones. *Failure where it cannot be read.
func Folders(path string) ([]Place, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, Failed(path, err)
	}
	var folders []Place
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "$") || !entry.IsDir() && entry.Type()&os.ModeSymlink == 0 {
			continue
		}
		if within := filepath.Join(path, name); isFolder(within) && len(folders) < mostFolders {
			folders = append(folders, Place{Folder, name, within})
		}
	}
	vietnamese := collate.New(language.Vietnamese)
	slices.SortStableFunc(folders, func(a, b Place) int { return vietnamese.CompareString(a.Name, b.Name) })
	return slices.Clip(folders), nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
