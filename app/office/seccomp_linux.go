package office

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// machines is how the system calls of a machine are told from those of another that it could play.
var machines = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64, "riscv64": unix.AUDIT_ARCH_RISCV64}

// shutNetwork lets no socket be made but those of the machine itself (AF_UNIX), which LibreOffice talks to itself by.
func shutNetwork() error {
	machine, known := machines[runtime.GOARCH]
	if !known {
		return nil
	}
	const (
		numberAt, machineAt, firstAt = 0, 4, 16 // within what a filter is shown (struct seccomp_data)
		foreign                      = 0x40000000
		load                         = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal                        = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		least                        = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		give                         = unix.BPF_RET | unix.BPF_K
	)
	filter := []unix.SockFilter{
		{Code: load, K: machineAt},
		{Code: equal, K: machine, Jt: 0, Jf: 6}, // another machine's: no
		{Code: load, K: numberAt},
		{Code: least, K: foreign, Jt: 4, Jf: 0}, // x32, which numbers them otherwise: no
		{Code: equal, K: unix.SYS_IO_URING_SETUP, Jt: 3, Jf: 0},
		{Code: equal, K: unix.SYS_SOCKET, Jt: 0, Jf: 3}, // all else: yes
		{Code: load, K: firstAt},
		{Code: equal, K: unix.AF_UNIX, Jt: 1, Jf: 0},
		{Code: give, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EACCES)},
		{Code: give, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0); err != nil {
		return fmt.Errorf("office: network: %w", err)
	}
	return nil
}
