package storage

import "golang.org/x/sys/windows"

// diskSpace returns how many bytes of the disk under a folder are free for this program, and how many
// there are.
func diskSpace(folder string) (free, total int64, err error) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, 0, err
	}
	var freeForUs, all, freeAtAll uint64
	err = windows.GetDiskFreeSpaceEx(name, &freeForUs, &all, &freeAtAll)
	return int64(freeForUs), int64(all), err
}
