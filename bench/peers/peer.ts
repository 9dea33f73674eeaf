/** A tap on an envelope. Envelopes are numbered from 1 in the order in which they were sent, members from 0. */
export interface Tap {
  readonly envelope: number
  readonly member: number
}

/** Number of members; all of them have an empty wallet at first. */
export const MEMBERS = 1_000

/**
 * Carries out a tap. Resolves once it is durable, with the amount in minor units, or with 0 when the member already has
 * a share of the envelope or none is left.
 */
export type Grab = (tap: Tap) => Promise<number>

/** Sums over everything that was written, read back. Amounts in minor units. */
export interface Sums {
  readonly wallets: number
  /** Amount that the envelopes still hold. */
  readonly envelopes: number
  readonly claimed: number
  readonly claims: number
  readonly logged: number
  readonly logLines: number
}

/** A peer's books, open and empty at first. */
export interface Books {
  /** Connects some clients and returns how each of them grabs. Disconnects those before. */
  connect(clients: number): Promise<readonly Grab[]>
  /** Sends envelopes with these shares. */
  send(envelopes: readonly (readonly number[])[]): Promise<void>
  /** Finishes work that was put off until after the grabs but belongs to their cost. */
  settle?(): Promise<void>
  sums(): Promise<Sums>
  /** CPU time that the server has used, in microseconds; undefined when it runs in this process or can't be read. */
  serverCpu(): number | undefined
  close(): Promise<void>
}

/** A way to keep the books. */
export interface Peer {
  readonly name: string
  readonly title: string
  /** Facts or guarantees of this program that the peer does not have. */
  readonly lacks: string
  /** Returns why the peer can't run here; undefined when it can. */
  missing(): string | undefined
  /** Opens empty books in this folder. */
  open(folder: string): Promise<Books>
}
