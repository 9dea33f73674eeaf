/** The store can't be opened. The message tells the operator what is wrong and what to do. */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}

/** The disk failed an operation that opening the store needs. The message names the file and the disk's error. */
export class DiskFailed extends Error {
  override name = 'DiskFailed'
}

/** Returns whether the error is a missing permission, which no retry fixes. */
export function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))
}
