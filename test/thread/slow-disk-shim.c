/*
 * Stands between a program and the C library (LD_PRELOAD): while the file SLOW_WHEN exists, every flush to the disk takes
 * SLOW_MILLIS longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void stall(void) {
  const char *file = getenv("SLOW_WHEN"), *millis = getenv("SLOW_MILLIS");
  if (file && millis && access(file, F_OK) == 0) usleep(atol(millis) * 1000);
}

#define SLOW(name)                                         \
  int name(int fd) {                                       \
    stall();                                               \
    return ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(fd); \
  }
SLOW(fsync)
SLOW(fdatasync)
