/*
 * Stands between a program and the C library (LD_PRELOAD) and watches what it does to the files under one folder.
 *
 *   TORTURE_FOLDER  the folder, as the program spells it
 *   TORTURE_RECORD  a file to which every step is appended once it is done, with what went to stdout in between
 *   TORTURE_STEP    the number of the step that goes wrong, from 1
 *   TORTURE_FAULT   how: KILL, or an errno that is returned once; with TORTURE_LASTING by every step from then on
 *
 *   TORTURE_ONLY    only steps whose name contains this are counted
 *   TORTURE_COUNT   says on stderr at the end how many steps there were
 *
 * A step is an open, write, truncate, sync, unlink, rename, link or mkdir. A write that goes wrong has written half.
 * One record is: step (1 byte), length (4), inode (8), offset or size (8), then so many bytes of data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char *folder, *only;
static size_t folder_length;
static int record = -1;
static long steps, wrong_at;
static int wrong, lasting, killing;
static char watched[FILES];
/* Files whose lost data they have not heard of: Linux tells every descriptor that was open, once each. */
static char unheard[FILES];
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void begin(void) {
  real_write = REAL(write);
  real_pwrite = REAL(pwrite);
  folder = getenv("TORTURE_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  const char *file = getenv("TORTURE_RECORD");
  if (file) record = REAL(open)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *step = getenv("TORTURE_STEP"), *fault = getenv("TORTURE_FAULT");
  wrong_at = step ? atol(step) : 0;
  only = getenv("TORTURE_ONLY");
  lasting = getenv("TORTURE_LASTING") != NULL;
  killing = fault && strcmp(fault, "KILL") == 0;
  wrong = fault && !killing ? atoi(fault) : 0;
}

__attribute__((destructor)) static void end(void) {
  if (getenv("TORTURE_COUNT")) dprintf(2, "steps %ld\n", steps);
}

static int is_ours(const char *path) {
  return folder && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || !path[folder_length]);
}

static int is_watched(int fd) { return fd >= 0 && fd < FILES && watched[fd]; }

/* Counts a step; 0 when it may be done, else the errno, or -1 when the process is to die in it. */
static int refuse(const char *what) {
  if (only && !strstr(what, only)) return 0;
  steps++;
  if (!wrong_at || steps < wrong_at || (steps > wrong_at && !lasting)) return 0;
  if (steps == wrong_at) dprintf(2, "fault at step %ld: %s\n", steps, what);
  return killing ? -1 : wrong;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void note(char step, uint64_t inode, int64_t offset, const void *data, uint32_t length) {
  if (record < 0) return;
  char head[21];
  head[0] = step;
  memcpy(head + 1, &length, 4);
  memcpy(head + 5, &inode, 8);
  memcpy(head + 13, &offset, 8);
  struct iovec parts[2] = {{head, sizeof head}, {(void *)data, length}};
  if (REAL(writev)(record, parts, 2) != (ssize_t)(sizeof head + length)) abort();
}

static uint64_t inode_of(int fd) {
  struct stat found;
  return fstat(fd, &found) == 0 ? found.st_ino : 0;
}

#define STEP(what, failure)                                \
  pthread_mutex_lock(&turn);                               \
  int refused = refuse(what);                              \
  if (refused) {                                           \
    if (refused < 0) die();                                \
    pthread_mutex_unlock(&turn);                           \
    errno = refused;                                       \
    return failure;                                        \
  }
#define DONE(result)              \
  int saved = errno;              \
  pthread_mutex_unlock(&turn);    \
  errno = saved;                  \
  return result;

static int open_file(const char *path, int flags, mode_t mode) {
  __typeof__(&open) real = REAL(open);
  if (!is_ours(path)) {
    int other = real(path, flags, mode);
    // Not every close comes by here.
    if (other >= 0 && other < FILES) watched[other] = unheard[other] = 0;
    return other;
  }
  STEP("open", -1)
  int is_new = access(path, F_OK) != 0;
  int fd = real(path, flags, mode);
  if (fd >= FILES) abort();
  if (fd >= 0) {
    watched[fd] = 1;
    unheard[fd] = 0;
    struct stat found;
    fstat(fd, &found);
    note(S_ISDIR(found.st_mode) ? 'd' : is_new ? 'c' : 'o', found.st_ino, flags & O_TRUNC ? 1 : 0, path, strlen(path));
  }
  DONE(fd)
}

#define OPEN(name)                                   \
  int name(const char *path, int flags, ...) {       \
    va_list rest;                                    \
    va_start(rest, flags);                           \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                    \
    return open_file(path, flags, mode);             \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < FILES) watched[fd] = unheard[fd] = 0;
  return REAL(close)(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (fd == 1 && record >= 0) {
    pthread_mutex_lock(&turn);
    // Noted first: a parent that has heard the last answer may kill the process before it does anything else.
    note('!', 0, 0, data, length);
    ssize_t said = real_write(fd, data, length);
    DONE(said)
  }
  if (!is_watched(fd)) return real_write(fd, data, length);
  pthread_mutex_lock(&turn);
  int refused = refuse("write");
  ssize_t done = real_write(fd, data, refused ? length / 2 : length);
  if (done > 0) note('w', inode_of(fd), lseek(fd, 0, SEEK_CUR) - done, data, done);
  if (refused < 0) die();
  if (refused) done = (errno = refused, -1);
  DONE(done)
}

static ssize_t write_at(int fd, const void *data, size_t length, off_t offset) {
  if (!is_watched(fd)) return real_pwrite(fd, data, length, offset);
  pthread_mutex_lock(&turn);
  int refused = refuse("pwrite");
  ssize_t done = real_pwrite(fd, data, refused ? length / 2 : length, offset);
  if (done > 0) note('w', inode_of(fd), offset, data, done);
  if (refused < 0) die();
  if (refused) done = (errno = refused, -1);
  DONE(done)
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return write_at(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) { return write_at(fd, data, length, offset); }

/* Nobody writes our files so; if somebody begins to, the record would have a hole. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (is_watched(fd)) abort();
  return REAL(writev)(fd, parts, count);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  if (is_watched(fd)) abort();
  return REAL(pwritev)(fd, parts, count, offset);
}

static int resize(int fd, off_t size) {
  __typeof__(&ftruncate) real = REAL(ftruncate);
  if (!is_watched(fd)) return real(fd, size);
  STEP("ftruncate", -1)
  int failed = real(fd, size);
  if (!failed) note('t', inode_of(fd), size, "", 0);
  DONE(failed)
}
int ftruncate(int fd, off_t size) { return resize(fd, size); }
int ftruncate64(int fd, off_t size) { return resize(fd, size); }

/* The data of a failed sync is lost for all descriptors of the file. */
static void lose(int fd) {
  uint64_t inode = inode_of(fd);
  for (int other = 0; other < FILES; other++)
    if (other != fd && watched[other] && inode_of(other) == inode) unheard[other] = 1;
}

#define SYNC(name)                                  \
  int name(int fd) {                                \
    __typeof__(&name) real = REAL(name);            \
    if (!is_watched(fd)) return real(fd);           \
    pthread_mutex_lock(&turn);                      \
    int refused = refuse(#name);                    \
    if (refused < 0) die();                         \
    if (refused) lose(fd);                          \
    else if (unheard[fd]) refused = EIO;            \
    unheard[fd] = 0;                                \
    int failed = refused ? -1 : real(fd);           \
    note(failed ? 'f' : 's', inode_of(fd), 0, "", 0); \
    if (refused) errno = refused;                   \
    DONE(failed)                                    \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  if (!is_ours(path)) return REAL(unlink)(path);
  STEP("unlink", -1)
  int failed = REAL(unlink)(path);
  if (!failed) note('u', 0, 0, path, strlen(path));
  DONE(failed)
}

int mkdir(const char *path, mode_t mode) {
  if (!is_ours(path)) return REAL(mkdir)(path, mode);
  STEP("mkdir", -1)
  int failed = REAL(mkdir)(path, mode);
  if (!failed) note('m', 0, 0, path, strlen(path));
  DONE(failed)
}

/* The two names go into one record, with a zero between. */
static void note_both(char step, const char *from, const char *to) {
  char both[8192];
  int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
  note(step, 0, 0, both, length);
}

#define TWO(name, step)                          \
  int name(const char *from, const char *to) {   \
    if (!is_ours(to)) return REAL(name)(from, to); \
    STEP(#name, -1)                              \
    int failed = REAL(name)(from, to);           \
    if (!failed) note_both(step, from, to);      \
    DONE(failed)                                 \
  }
TWO(rename, 'r')
TWO(link, 'l')
