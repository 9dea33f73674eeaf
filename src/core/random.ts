/** A source of chance. Core code takes it as an argument, so that the same source gives the same result. */
export interface Random {
  /** A uniformly distributed whole number from 0 to `limit - 1`; `limit` is between 1 and 2^48 - 1. */
  below(limit: number): number
  /** `length` random bytes as lower-case hexadecimal. */
  hex(length: number): string
}
