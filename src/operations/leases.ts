import { areAtOdds, readShardRange, type ShardRange, shardRangeName } from '../core/shard-range.js'
import { ProgramLease, type ProgramLeaseOptions } from './program-lease.js'

export interface LeasesOptions extends Omit<ProgramLeaseOptions, 'name' | 'isAtOddsWith'> {
  /** This program's shards on Discord; absent when one program does everything. */
  readonly shards?: ShardRange
  /** True if the program has a bot on Telegram. */
  readonly telegram?: boolean
}

/** Leases for Discord, Telegram and the jobs: one for everything, or one each. */
export interface Leases {
  readonly discord: ProgramLease
  readonly telegram: ProgramLease
  readonly jobs: ProgramLease
  /** Each of them once. */
  readonly all: readonly ProgramLease[]
}

const EVERYTHING = 'program'
const TELEGRAM = 'telegram'
const JOBS = 'jobs'
const DISCORD = 'discord:'

/** Creates this program's leases without taking them. */
export function createLeases({ shards, telegram: hasTelegram, log, ...options }: LeasesOptions): Leases {
  if (!shards) {
    const isAtOddsWith = (other: string) => other === TELEGRAM || other === JOBS || other.startsWith(DISCORD)
    const lease = new ProgramLease({ ...options, log, name: EVERYTHING, isAtOddsWith })
    return { discord: lease, telegram: lease, jobs: lease, all: [lease] }
  }
  const lease = (name: string, isAtOddsWith = (other: string): boolean => other === EVERYTHING) =>
    new ProgramLease({ ...options, log: log.child({ lease: name }), name, isAtOddsWith })
  const own = `${DISCORD}${shardRangeName(shards)}`
  const discord = lease(own, (other) => other === EVERYTHING || (other !== own && isRival(shards, other)))
  const [telegram, jobs] = [lease(TELEGRAM), lease(JOBS)]
  return { discord, telegram, jobs, all: [discord, ...(hasTelegram ? [telegram] : []), jobs] }
}

/** Returns whether a lease of another program includes some of these shards, or counts them differently. */
function isRival(shards: ShardRange, other: string): boolean {
  const range = other.startsWith(DISCORD) ? readShardRange(other.slice(DISCORD.length)) : undefined
  return range !== undefined && areAtOdds(shards, range)
}
