/** The store was refused at start. The message says what is wrong and what to do; it is meant for people. */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}

/** The disk would not do what opening the store needs. The message names the file and the disk's own error. */
export class DiskFailed extends Error {
  override name = 'DiskFailed'
}

/** Whether the system says that this user may not, which no later try changes. */
export function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))
}
