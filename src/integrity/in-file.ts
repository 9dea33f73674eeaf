/** Where the books are: in a SQLite file, or in the database of a MySQL server. */
export interface BooksPlace {
  readonly file: string
  readonly ledgerKeyFile: string
  /** Address of the server's database; then the file only lends its name. */
  readonly url?: string
}

/**
 * Calls `read` with a SQLite file that holds the books: the file itself, or a temporary copy of what is on the server. So
 * reads of the whole database are written once.
 */
export async function inFile<Result>(
  { file, ledgerKeyFile, url }: BooksPlace,
  read: (file: string) => Result | Promise<Result>,
): Promise<Result> {
  if (url === undefined) return await read(file)
  // Loaded only where there is a server.
  const { withCopyOf } = await import('./open-mysql.js')
  return await withCopyOf(url, ledgerKeyFile, read)
}
