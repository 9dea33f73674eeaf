/** What a platform tells about the person who taps, as of now. Absent: it doesn't tell. Times are UTC milliseconds. */
export interface PlatformFacts {
  readonly accountSince?: number
  readonly memberSince?: number
  readonly boosts?: boolean
  readonly premium?: boolean
}

export type PlatformFact = keyof PlatformFacts

/** The platform doesn't tell the fact, so nobody there can meet the condition. */
export interface NotTold<Kind extends string> {
  readonly condition: Kind
  readonly why: 'not_told'
}
