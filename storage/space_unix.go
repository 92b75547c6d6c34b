//go:build linux || darwin

package storage

import "golang.org/x/sys/unix"

// diskSpace returns how many bytes of the disk under a folder are free for this program, and how many
// there are.
func diskSpace(folder string) (free, total int64, err error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return 0, 0, err
	}
	return int64(stat.Bavail) * int64(stat.Bsize), int64(stat.Blocks) * int64(stat.Bsize), nil
}
