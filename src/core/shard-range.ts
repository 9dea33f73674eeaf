/** A range of a bot's shards, including the last. */
export interface ShardRange {
  readonly first: number
  readonly last: number
  /** Number of shards of the bot, in all programs together. */
  readonly count: number
}

/** The chats of a platform that one of several programs serves: those whose shard is in the range. */
export interface Slice extends ShardRange {
  readonly platform: string
}

const TEXT = /^(\d{1,4})(?:-(\d{1,4}))?\/(\d{1,4})$/

/** Reads a range like `0-3/8`, or `5/8` for a single shard. Returns undefined for anything else. */
export function readShardRange(text: string): ShardRange | undefined {
  const [, from, to = from, of] = TEXT.exec(text) ?? []
  if (of === undefined) return undefined
  const range = { first: Number(from), last: Number(to), count: Number(of) }
  return range.first <= range.last && range.last < range.count ? range : undefined
}

/** Returns a range in the form that `readShardRange` reads; equal ranges have the same name. */
export function shardRangeName({ first, last, count }: ShardRange): string {
  return `${first}${first === last ? '' : `-${last}`}/${count}`
}

/** Returns whether two different ranges can't be held at the same time: they overlap, or count the shards differently. */
export function areAtOdds(one: ShardRange, other: ShardRange): boolean {
  return one.count !== other.count || (one.first <= other.last && other.first <= one.last)
}

/** Returns the slice with all chats of a platform, which one program serves at a time. */
export function wholeOf(platform: string): Slice {
  return { platform, first: 0, last: 0, count: 1 }
}

/** Returns whether a chat is in a slice. A chat without a shard key is on the first shard. */
export function isInSlice(shardKey: number | null, { first, last, count }: ShardRange): boolean {
  const shard = (shardKey ?? 0) % count
  return first <= shard && shard <= last
}
