/*
 * A disk that forgets: preloaded into a program, it writes a journal of what the program does to one folder,
 * with the bytes before and after, and of what it synced. After the program was killed the journal tells what a
 * power cut would have taken. It changes nothing itself.
 *
 * Programs that call the system without the C library are seen too: the calls of the program are handed to a
 * thread of this library, by the kernel, and those that concern the folder are made there, one after the other.
 * That thread was begun before and is not seen itself.
 *
 * CONGSO_DISK_FOLDER is the folder; CONGSO_DISK_JOURNAL the file of the journal, which lies elsewhere on the same
 * disk; beside it, under its name and a number, lies what was removed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* MADE, MOVED and GONE are of names; the others of what is in a file. SYNCED is of either. */
enum { WRITTEN = 1, SYNCED = 2, CUT = 3, MADE = 4, MOVED = 5, GONE = 6 };

/* What stands before every record; the path, the bytes before and the bytes after follow. */
struct record {
	uint32_t kind, path;
	int64_t offset, size; /* where, and how large the file was */
	uint64_t node;        /* of the file */
	uint64_t before, after;
};

static int journal = -1, notified = -1;
static unsigned removed;
static char folder[4096], aside[4096];

static void all(const void *from, size_t count)
{
	const char *at = from;
	while (count > 0) {
		ssize_t done = write(journal, at, count);
		if (done <= 0)
			abort();
		at += done;
		count -= done;
	}
}

static void put(uint32_t kind, const char *path, int64_t offset, int64_t size, uint64_t node, const void *before, uint64_t befores, const void *after, uint64_t afters)
{
	struct record head = { kind, strlen(path), offset, size, node, befores, afters };
	all(&head, sizeof head);
	all(path, head.path);
	all(before, befores);
	all(after, afters);
}

/* Whether a path is in the folder, or the folder; the index that programs share in memory is not looked at. */
static int within(const char *path)
{
	size_t prefix = strlen(folder), length = strlen(path);
	if (strncmp(path, folder, prefix) != 0 || (path[prefix] != '/' && path[prefix] != 0))
		return 0;
	return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static int named(int fd, char *path, size_t room)
{
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, room - 1);
	if (length <= 0)
		return 0;
	path[length] = 0;
	return within(path);
}

/* The whole path of a name that is below an open folder or the one the program works in. */
static int whole(int at, const char *name, char *path, size_t room)
{
	char base[4096];
	if (name == NULL || strlen(name) + sizeof base > room)
		return 0;
	if (name[0] == '/') {
		strcpy(path, name);
		return within(path);
	}
	if (at == AT_FDCWD) {
		if (getcwd(base, sizeof base) == NULL)
			return 0;
	} else if (!named(at, base, sizeof base)) {
		return 0;
	}
	snprintf(path, room, "%s/%s", base, name);
	return within(path);
}

static void note(uint32_t kind, const char *path, int fd, int64_t offset, uint64_t count, const void *after)
{
	struct stat info;
	char *before = NULL;
	ssize_t held = 0;
	if (fstat(fd, &info) != 0)
		abort();
	if (kind != SYNCED && offset < info.st_size) {
		held = info.st_size - offset;
		if (after && (uint64_t)held > count)
			held = count;
		before = malloc(held);
		int own = open(path, O_RDONLY | O_CLOEXEC); /* the program may have it for writing only */
		held = before && own >= 0 ? pread(own, before, held, offset) : -1;
		if (held < 0)
			abort();
		close(own);
	}
	put(kind, path, offset, info.st_size, info.st_ino, before, held, after, after ? count : 0);
	free(before);
}

/* Keeps what a name is taken from, and says where. */
static uint64_t keep(const char *path, char *kept, size_t room)
{
	struct stat info;
	if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
		kept[0] = 0;
		return 0;
	}
	snprintf(kept, room, "%s.%u", aside, removed++);
	if (link(path, kept) != 0)
		abort();
	return info.st_ino;
}

static int64_t answer(int64_t result) { return result < 0 ? -errno : result; }

/* Makes a call that concerns the folder, and returns what it returned; *mine is 0 where the program shall make it. */
static int64_t make(const struct seccomp_data *call, int *mine)
{
	const uint64_t *a = (const uint64_t *)call->args;
	char path[8192], to[8192], kept[8192];
	struct stat info;
	int64_t result;
	*mine = 1;
	switch (call->nr) {
	case SYS_write:
		if (!named(a[0], path, sizeof path))
			break;
		off_t at = lseek(a[0], 0, SEEK_CUR);
		if (fcntl(a[0], F_GETFL) & O_APPEND && fstat(a[0], &info) == 0)
			at = info.st_size;
		note(WRITTEN, path, a[0], at, a[2], (const void *)a[1]);
		return answer(write(a[0], (const void *)a[1], a[2]));
	case SYS_pwrite64:
		if (!named(a[0], path, sizeof path))
			break;
		note(WRITTEN, path, a[0], a[3], a[2], (const void *)a[1]);
		return answer(pwrite(a[0], (const void *)a[1], a[2], a[3]));
	case SYS_ftruncate:
		if (!named(a[0], path, sizeof path))
			break;
		note(CUT, path, a[0], a[1], 0, NULL);
		return answer(ftruncate(a[0], a[1]));
	case SYS_fsync:
	case SYS_fdatasync:
		if (!named(a[0], path, sizeof path))
			break;
		result = answer(call->nr == SYS_fsync ? fsync(a[0]) : fdatasync(a[0]));
		if (result == 0)
			note(SYNCED, path, a[0], 0, 0, NULL);
		return result;
	case SYS_openat:
		if (!(a[2] & O_CREAT) || !whole((int)a[0], (const char *)a[1], path, sizeof path))
			break;
		int was = lstat(path, &info) == 0;
		if (was && a[2] & O_TRUNC) {
			int own = open(path, O_RDWR | O_CLOEXEC);
			if (own >= 0)
				note(CUT, path, own, 0, 0, NULL);
			close(own);
		}
		result = answer(openat((int)a[0], (const char *)a[1], a[2], a[3]));
		if (result >= 0 && !was && fstat(result, &info) == 0)
			put(MADE, path, 0, 0, info.st_ino, NULL, 0, NULL, 0);
		return result;
	case SYS_mkdir:
	case SYS_mkdirat:
		if (!whole(call->nr == SYS_mkdir ? AT_FDCWD : (int)a[0], (const char *)(call->nr == SYS_mkdir ? a[0] : a[1]), path, sizeof path))
			break;
		result = answer(mkdir(path, call->nr == SYS_mkdir ? a[1] : a[2]));
		if (result == 0 && lstat(path, &info) == 0)
			put(MADE, path, 1, 0, info.st_ino, NULL, 0, NULL, 0);
		return result;
	case SYS_unlink:
	case SYS_unlinkat:
		if (!whole(call->nr == SYS_unlink ? AT_FDCWD : (int)a[0], (const char *)(call->nr == SYS_unlink ? a[0] : a[1]), path, sizeof path))
			break;
		if (call->nr == SYS_unlinkat && a[2] & AT_REMOVEDIR)
			break;
		uint64_t node = keep(path, kept, sizeof kept);
		result = answer(unlink(path));
		if (result == 0 && node != 0)
			put(GONE, path, 0, 0, node, kept, strlen(kept), NULL, 0);
		return result;
	case SYS_rename:
	case SYS_renameat:
	case SYS_renameat2:
		if (call->nr == SYS_rename ? !(whole(AT_FDCWD, (const char *)a[0], path, sizeof path) && whole(AT_FDCWD, (const char *)a[1], to, sizeof to))
					   : !(whole((int)a[0], (const char *)a[1], path, sizeof path) && whole((int)a[2], (const char *)a[3], to, sizeof to)))
			break;
		keep(to, kept, sizeof kept);
		if (lstat(path, &info) != 0)
			info.st_ino = 0;
		result = answer(rename(path, to));
		if (result == 0)
			put(MOVED, path, 0, 0, info.st_ino, kept, strlen(kept), to, strlen(to));
		return result;
	}
	*mine = 0;
	return 0;
}

/* Whether a thread is of this program: what it started is seen too, and its memory is another's. */
static int ours(int thread)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/task/%d", thread);
	return thread != 0 && access(path, F_OK) == 0;
}

static void *serve(void *unused)
{
	struct seccomp_notif asked;
	(void)unused;
	while (__atomic_load_n(&notified, __ATOMIC_ACQUIRE) < 0)
		usleep(100);
	for (;;) {
		memset(&asked, 0, sizeof asked);
		if (ioctl(notified, SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0) {
			if (errno == EINTR || errno == ENOENT)
				continue;
			abort();
		}
		struct seccomp_notif_resp told = { .id = asked.id };
		int mine = 0;
		if (ours(asked.pid) && ioctl(notified, SECCOMP_IOCTL_NOTIF_ID_VALID, &asked.id) == 0) {
			int64_t result = make(&asked.data, &mine);
			if (mine && result < 0)
				told.error = result;
			else
				told.val = result;
		}
		if (!mine)
			told.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		if (ioctl(notified, SECCOMP_IOCTL_NOTIF_SEND, &told) != 0 && errno != ENOENT)
			abort();
	}
	return NULL;
}

#define SEEN(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)

__attribute__((constructor)) static void begin(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		SEEN(SYS_write), SEEN(SYS_pwrite64), SEEN(SYS_ftruncate), SEEN(SYS_fsync), SEEN(SYS_fdatasync), SEEN(SYS_openat), SEEN(SYS_mkdir),
		SEEN(SYS_mkdirat), SEEN(SYS_unlink), SEEN(SYS_unlinkat), SEEN(SYS_rename), SEEN(SYS_renameat), SEEN(SYS_renameat2),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof filter / sizeof filter[0], filter };
	const char *name = getenv("CONGSO_DISK_JOURNAL"), *below = getenv("CONGSO_DISK_FOLDER");
	pthread_t thread;
	if (name == NULL || below == NULL || strlen(below) >= sizeof folder || strlen(name) >= sizeof aside)
		return;
	strcpy(folder, below);
	snprintf(aside, sizeof aside, "%s", name);
	journal = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (journal < 0 || pthread_create(&thread, NULL, serve, NULL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		abort();
	int listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
	if (listener < 0 && errno == EBUSY)
		return; /* of a program that is seen already */
	if (listener < 0) {
		fprintf(stderr, "disk: this kernel hands no calls over: %s\n", strerror(errno));
		_exit(77);
	}
	__atomic_store_n(&notified, listener, __ATOMIC_RELEASE);
}
