import { type CommandParser, defineScript } from '@redis/client'

// Each script is one step: nothing runs in between, and Redis writes it to its append-only file as a whole.
//
// An envelope is a hash: `left`, the tickets that may still be given out; `opened` and `deadline`, UTC milliseconds; and a
// field for each user with a ticket or a share. The log is a stream of the taps with a ticket that aren't decided yet.

function script<Reply>(keys: number, lua: string) {
  return defineScript({
    NUMBER_OF_KEYS: keys,
    SCRIPT: lua,
    parseCommand(parser: CommandParser, keys: readonly string[], values: readonly (string | number)[]) {
      parser.pushKeys([...keys])
      parser.push(...values.map(String))
    },
    transformReply: (reply: unknown) => reply as Reply,
  })
}

/** The server's time, UTC milliseconds. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/**
 * Answer to a tap: it got a ticket; Redis doesn't have the envelope; the deadline has passed; the user has a ticket or a
 * share; every share is gone or has a ticket.
 */
export type Taken = 'taken' | 'unknown' | 'late' | 'again' | 'full'

/** What becomes of a ticket once its tap is decided: it got a share, or the envelope has ended, or it is given back. */
export type Fate =
  | 'used'
  | 'ended'
  /** Its user has a share. */
  | 'needless'
  /** Its user may try again. */
  | 'refused'

export const scripts = {
  /** Gives a tap a ticket and writes it to the log. Returns the answer, the time of the tap, and the id of its entry. */
  take: script<[answer: Taken, at: number, id?: string]>(
    2,
    `${NOW}
    local envelope, log, user, from, command = KEYS[1], KEYS[2], unpack(ARGV)
    local left, opened, deadline, known = unpack(redis.call('HMGET', envelope, 'left', 'opened', 'deadline', user))
    if not left then return {'unknown', now} end
    if now >= tonumber(deadline) then return {'late', now} end
    if known then return {'again', now} end
    if tonumber(left) < 1 then return {'full', now} end
    redis.call('HINCRBY', envelope, 'left', -1)
    redis.call('HSET', envelope, user, 1)
    local at = math.max(now, tonumber(opened))
    return {'taken', at, redis.call('XADD', log, '*', 'at', at, 'user', user, 'from', from, 'command', command)}`,
  ),
  /** Keeps an envelope and the users who have a share, unless it is there already. */
  load: script<number>(
    1,
    `local envelope, left, opened, deadline, forgetAt = KEYS[1], unpack(ARGV)
    if redis.call('EXISTS', envelope) == 1 then return 0 end
    redis.call('HSET', envelope, 'left', left, 'opened', opened, 'deadline', deadline)
    for i = 5, #ARGV do redis.call('HSET', envelope, ARGV[i], 1) end
    redis.call('PEXPIREAT', envelope, forgetAt)
    return 1`,
  ),
  /**
   * Removes a decided tap from the log, sends the answer to the process that waits for it, and tells everyone when a ticket
   * is given back or the envelope has ended. Does nothing if another process has done it. Returns 1 if it did.
   */
  settle: script<number>(
    2,
    `local envelope, log, group, id, fate, user, to, answer, channel, envelopeNo = KEYS[1], KEYS[2], unpack(ARGV)
    if redis.call('XACK', log, group, id) == 0 then return 0 end
    redis.call('XDEL', log, id)
    redis.call('PUBLISH', to, answer)
    if fate == 'ended' then
      redis.call('DEL', envelope)
      redis.call('PUBLISH', channel, 'ended ' .. envelopeNo)
    elseif fate ~= 'used' and redis.call('EXISTS', envelope) == 1 then
      redis.call('HINCRBY', envelope, 'left', 1)
      if fate == 'refused' then redis.call('HDEL', envelope, user) end
      redis.call('PUBLISH', channel, 'returned ' .. envelopeNo)
    end
    return 1`,
  ),
  /** Returns the time before which every tap in the log is decided, and how many aren't. */
  undecided: script<[since: number, count: number]>(
    1,
    `${NOW}
    local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
    return {first and tonumber(first[2][2]) or now, redis.call('XLEN', KEYS[1])}`,
  ),
}
