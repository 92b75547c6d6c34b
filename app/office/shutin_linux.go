package office

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// WorkerArgument is the first argument of a program that is started to shut itself in and become LibreOffice.
const WorkerArgument = "office-worker"

// Worker is the Config.Worker of a program whose main calls BecomeWorker.
func Worker() ([]string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("office: find worker program: %w", err)
	}
	return []string{program, WorkerArgument}, nil
}

// BecomeWorker turns a process that was started so into LibreOffice, shut in: it sees the files of its program, the
// fonts and the folder of its run, and no network. It is among the first things that main does.
func BecomeWorker(arguments []string) {
	if len(arguments) < 6 || arguments[1] != WorkerArgument {
		return
	}
	fmt.Fprintln(os.Stderr, becomeWorker(arguments[2], arguments[3], arguments[4], arguments[5:]))
	os.Exit(70)
}

// becomeWorker returns only if it fails.
func becomeWorker(folder, seconds, memory string, command []string) error {
	runtime.LockOSThread() // what is shut in is this thread, and it becomes the program
	cpu, err := strconv.ParseUint(seconds, 10, 32)
	if err != nil {
		return fmt.Errorf("office: limit: %w", err)
	}
	bytes, err := strconv.ParseUint(memory, 10, 63)
	if err != nil {
		return fmt.Errorf("office: memory: %w", err)
	}
	// What a system does not allow to be limited is limited by who started this.
	for limit, value := range map[int]uint64{unix.RLIMIT_CPU: cpu, unix.RLIMIT_FSIZE: 1 << 30, unix.RLIMIT_CORE: 0, unix.RLIMIT_AS: bytes + 6<<30} {
		_ = unix.Setrlimit(limit, &unix.Rlimit{Cur: value, Max: value})
	}
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0o600) // the first to go, and not the server
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("office: privileges: %w", err)
	}
	if err := errors.Join(shutFiles(folder, command[0]), shutNetwork()); err != nil {
		return err
	}
	return fmt.Errorf("office: %s: %w", command[0], syscall.Exec(command[0], command, os.Environ()))
}

// readable are the files and folders that LibreOffice reads, where they are there.
var readable = []string{"/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/opt/libreoffice*", "/snap/libreoffice",
	"/etc/libreoffice", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/passwd", "/etc/group",
	"/etc/nsswitch.conf", "/etc/localtime", "/etc/timezone", "/etc/alternatives", "/etc/locale.alias", "/etc/papersize",
	"/var/lib/libreoffice", "/var/spool/libreoffice", "/var/cache/fontconfig", "/usr/local/share/fonts", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",
	"/proc/filesystems", "/proc/version", "/proc/sys/kernel/osrelease", "/sys/devices/system/cpu"}

// devices are read and written.
var devices = []string{"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"}

// pipeFolder is where LibreOffice talks to itself, whatever it is told of temporary files.
const pipeFolder = "/tmp"

const (
	readAccess = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	fileAccess = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	allAccess  = unix.LANDLOCK_ACCESS_FS_EXECUTE<<13 - 1 // of the first version of Landlock
)

// shutFiles takes every file out of sight but those that are needed (Landlock, Linux 5.13). An older kernel, or one
// without it, does not: there the papers' own checks and LibreOffice's settings are what holds.
func shutFiles(folder, program string) error {
	version, _, fault := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if fault != 0 {
		return nil
	}
	handled := uint64(allAccess)
	if version >= 2 {
		handled |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		handled |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	rules, err := createRules(handled)
	if err != nil {
		return err
	}
	defer unix.Close(rules)
	allow := func(path string, access uint64) error { return allow(rules, path, access&handled) }
	if real, err := filepath.EvalSymlinks(program); err == nil {
		readable = append(readable, filepath.Dir(real), filepath.Join(filepath.Dir(real), "..")) // wherever it is installed
	}
	for _, pattern := range readable {
		found, _ := filepath.Glob(pattern) // patterns that are sound
		for _, path := range found {
			if err := allow(path, readAccess); err != nil {
				return err
			}
		}
	}
	for _, path := range devices {
		if err := allow(path, fileAccess); err != nil {
			return err
		}
	}
	if err := errors.Join(allow(folder, handled), allow(pipeFolder, unix.LANDLOCK_ACCESS_FS_MAKE_SOCK)); err != nil {
		return err
	}
	if _, _, fault := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(rules), 0, 0); fault != 0 {
		return fmt.Errorf("office: files: %w", fault)
	}
	return nil
}
