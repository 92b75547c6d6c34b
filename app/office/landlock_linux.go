package office

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// createRules makes an empty set of rules about files: what is handled and not allowed is refused.
func createRules(handled uint64) (int, error) {
	attributes := unix.LandlockRulesetAttr{Handled_access_fs: handled}
	// Older versions know the first field alone.
	rules, _, fault := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attributes)), unsafe.Sizeof(attributes.Handled_access_fs), 0)
	if fault != 0 {
		return 0, fmt.Errorf("office: rules about files: %w", fault)
	}
	return int(rules), nil
}

// allow lets a file, or a folder with all below it, be used so. What is not there is not allowed either.
func allow(rules int, path string, access uint64) error {
	file, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.EACCES) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("office: %s: %w", path, err)
	}
	defer unix.Close(file)
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("office: %w", err)
	}
	if !info.IsDir() {
		access &= fileAccess // the others are about folders
	}
	rule := unix.LandlockPathBeneathAttr{Allowed_access: access, Parent_fd: int32(file)}
	if _, _, fault := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(rules), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0); fault != 0 {
		return fmt.Errorf("office: rule about %s: %w", path, fault)
	}
	return nil
}
