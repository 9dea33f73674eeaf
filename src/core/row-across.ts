/** Each database numbers its rows independently, below this. */
const RANGE = 1_000_000_000_000

/**
 * Returns an id that contains the database's number: ids of the first database stay as they are, and 2000000000012 is row 12
 * of the third.
 */
export function idAcross(databaseNo: number, id: number): number {
  return (databaseNo - 1) * RANGE + id
}

/** Returns the number of the database that an id from `idAcross` belongs to, and the row's id there. */
export function rowOf(id: number): { readonly databaseNo: number; readonly id: number } {
  return { databaseNo: Math.floor(id / RANGE) + 1, id: id % RANGE }
}

/** Returns a wallet's number with the database's number in it. It is never shown; it only tells wallets apart. */
export function walletNoAcross(databaseNo: number, walletNo: string): string {
  return walletNo.replace(/\d+/, (digits) => String(idAcross(databaseNo, Number(digits))))
}
