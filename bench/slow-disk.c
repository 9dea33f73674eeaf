/*
 * Stands between a program and the C library (LD_PRELOAD) and makes every flush slower, as if this program alone had a
 * slow disk.
 *
 *   SLOW_DISK_MICROS  added to each flush, in microseconds
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait(void) {
  const char *micros = getenv("SLOW_DISK_MICROS");
  long count = micros ? atol(micros) : 0;
  struct timespec pause = {count / 1000000, count % 1000000 * 1000};
  nanosleep(&pause, NULL);
}

#define SLOW(name)                                                        \
  int name(int fd) {                                                      \
    wait();                                                               \
    return ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(fd);              \
  }
int fsync(int fd);
int fdatasync(int fd);
SLOW(fsync)
SLOW(fdatasync)
