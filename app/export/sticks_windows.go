package export

import "golang.org/x/sys/windows"

// sticks are the drives that can be taken out.
func sticks() []Place {
	drives, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	var found []Place
	for n := range 26 {
		root := string(rune('A'+n)) + `:\`
		name, err := windows.UTF16PtrFromString(root)
		if drives&(1<<n) == 0 || err != nil || windows.GetDriveType(name) != windows.DRIVE_REMOVABLE || !isFolder(root) {
			continue
		}
		found = append(found, Place{Stick, root[:2], root})
	}
	return found
}
