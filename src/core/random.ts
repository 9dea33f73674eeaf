/** Source of randomness. Core code takes it as an argument, so the same source gives the same result. */
export interface Random {
  /** Returns a uniformly distributed integer from 0 to `limit - 1`; `limit` is between 1 and 2^48 - 1. */
  below(limit: number): number
  /** Returns `length` random bytes as lower-case hexadecimal. */
  hex(length: number): string
}
