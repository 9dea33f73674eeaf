/** A platform's facts about the person who taps, as of now; absent if it gives none. Times are UTC milliseconds. */
export interface PlatformFacts {
  readonly accountSince?: number
  readonly memberSince?: number
  readonly boosts?: boolean
  readonly premium?: boolean
}

export type PlatformFact = keyof PlatformFacts

/** Everything that platforms may tell: facts about a person, and who shares a voice channel with them. */
export type Telling = PlatformFact | 'voice'

/** The platform doesn't give the fact, so no one there can meet the condition. */
export interface NotTold<Kind extends string> {
  readonly condition: Kind
  readonly why: 'not_told'
}
