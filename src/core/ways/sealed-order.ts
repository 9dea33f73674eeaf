import { sha256 } from '../fairness.js'

/**
 * Returns the tickets in the order they are served: ascending by the SHA-256 of the salt, a space and the ticket. The salt
 * is committed before anyone joins, so the order of all possible tickets is already fixed, and no one can predict it.
 */
export function sealedOrder(salt: string, tickets: readonly number[]): number[] {
  return tickets
    .map((ticket) => ({ ticket, digest: digestOf(salt, ticket) }))
    .sort((one, other) => (one.digest < other.digest ? -1 : 1))
    .map(({ ticket }) => ticket)
}

function digestOf(salt: string, ticket: number): string {
  return sha256(`${salt} ${ticket}`)
}

/** Returns a shell line that prints tickets 1 to `last` in their sealed order, each after its digest. */
export function sealedOrderLine(salt: string, last: number): string {
  const digest = `$(printf %s "${salt} $n" | sha256sum | cut -c1-64)`
  return `seq ${last} | while read n; do echo "${digest} $n"; done | sort`
}
