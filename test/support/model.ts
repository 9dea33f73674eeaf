import { expect } from 'vitest'

/**
 * The whole ledger in its simplest form: a few Maps and arrays, no database and nothing of the program. It predicts
 * every outcome; random decisions are taken from the outcome and checked.
 */

export type ModelCommand =
  | { do: 'top_up'; by: string; admin: boolean; to: string; amount: number }
  | { do: 'deduct'; by: string; admin: boolean; to: string; amount: number }
  | { do: 'transfer'; by: string; to: string; amount: number }
  | {
      do: 'send'
      by: string
      kind: 'equal' | 'lucky'
      total: number
      count: number
      chosen: readonly string[] | null
      lifetime: number
    }
  | { do: 'grab'; by: string; envelopeNo: string }
  | { do: 'cancel'; by: string; envelopeNo: string }
  | { do: 'unite'; by: string; maker: string }
  | { do: 'unlink'; by: string }

type Outcome = { readonly kind: string } & Record<string, unknown>

/** Senders, claims and the chosen are recorded under the names used at the time: see `as`. */
interface ModelEnvelope {
  readonly no: string
  readonly commitment: string
  readonly sender: string
  readonly kind: 'equal' | 'lucky'
  readonly total: number
  readonly count: number
  readonly chosen: readonly string[] | null
  readonly deadline: number
  /** `holders` acted as one when it was grabbed; it belongs to them forever. */
  readonly claims: { by: string; amount: number; holders: readonly string[] }[]
  state: 'open' | 'finished' | 'expired' | 'cancelled'
}

export interface ModelRules {
  readonly maxOpen: number
  readonly minLifetime: number
  readonly maxLifetime: number
  readonly currency: object
}

/** The program's answer differs from the model's. */
export class Disagreement extends Error {
  override name = 'Disagreement'
}

export class Model {
  /** By the representative's name. */
  readonly balances = new Map<string, number>()
  /** The representative of each linked person. The order of joining decides who inherits. */
  private readonly representatives = new Map<string, string>()
  /** Name of a wallet: that of its last user. */
  private readonly shown = new Map<string, string>()
  readonly envelopes: ModelEnvelope[] = []
  trades = 0
  private readonly answers = new Map<string, { command: string; outcome: Outcome }>()

  /** `joined`: the names in order of joining. */
  constructor(
    private readonly rules: ModelRules,
    private readonly joined: readonly string[],
  ) {}

  /** Returns the name under which a person acts, after linking. */
  as(name: string): string {
    return this.representatives.get(name) ?? name
  }

  /** Returns the displayed name of this person's wallet. */
  shownAs(name: string): string {
    return this.shown.get(name) ?? name
  }

  /** Records an action: the wallet takes the name. */
  acts(name: string): string {
    const representative = this.as(name)
    this.shown.set(representative, name)
    return representative
  }

  balance(name: string): number {
    return this.balances.get(this.as(name)) ?? 0
  }

  openOf(name: string): number {
    return this.envelopes.filter(
      (envelope) => envelope.state === 'open' && this.as(envelope.sender) === this.as(name),
    ).length
  }

  /** Returns all money: in wallets and in open envelopes. */
  circulation(): number {
    const held = this.envelopes.map((envelope) => (envelope.state === 'open' ? left(envelope) : 0))
    return [...this.balances.values(), ...held].reduce((sum, amount) => sum + amount, 0)
  }

  /** Returns the required answer to a command; `said` is the actual answer, for random decisions. */
  answer(key: string, command: ModelCommand, now: number, said: Outcome): Outcome {
    const text = JSON.stringify(command)
    const earlier = this.answers.get(key)
    if (earlier) return earlier.command === text ? earlier.outcome : { kind: 'key_reused' }
    const outcome = this.carryOut(command, now, said)
    if (command.do !== 'grab' || outcome.kind === 'grabbed') this.answers.set(key, { command: text, outcome })
    return outcome
  }

  /** Ends at most `limit` due envelopes; returns how many. */
  sweep(now: number, limit: number): number {
    const due = this.envelopes
      .filter((envelope) => envelope.state === 'open' && envelope.deadline <= now)
      .sort((one, other) => one.deadline - other.deadline)
      .slice(0, limit)
    for (const envelope of due) this.refund(envelope, 'expired')
    return due.length
  }

  private carryOut(command: ModelCommand, now: number, said: Outcome): Outcome {
    const { currency } = this.rules
    switch (command.do) {
      case 'top_up':
      case 'deduct': {
        const { to: name, amount } = command
        this.acts(command.by)
        if (!command.admin) return { kind: 'not_admin' }
        if (amount < 1) return { kind: 'bad_amount' }
        this.acts(name)
        const sign = command.do === 'top_up' ? 1 : -1
        if (sign < 0 && this.balance(name) < amount)
          return { kind: 'member_lacks', name, balance: this.balance(name), currency }
        const kind = command.do === 'top_up' ? 'topped_up' : 'deducted'
        return { kind, name, amount, reason: 'because', currency, ...this.move(name, sign * amount) }
      }
      case 'transfer': {
        const { by, to, amount } = command
        if (amount < 1) return { kind: 'bad_amount' }
        const taker = [this.acts(by), this.acts(to)][1] as string
        if (this.as(by) === taker) return { kind: 'to_self' }
        if (this.balance(by) < amount)
          return { kind: 'insufficient', balance: this.balance(by), needed: amount, currency }
        this.balances.set(taker, this.balance(to) + amount)
        return { kind: 'transferred', name: to, amount, note: '', currency, ...this.move(by, -amount) }
      }
      case 'send':
        return this.send(command, now, said)
      case 'grab':
        return this.grab(command.by, command.envelopeNo, now, said)
      case 'cancel': {
        const envelope = this.envelopes.find((candidate) => candidate.no === command.envelopeNo)
        if (!envelope) return { kind: 'unknown_envelope' }
        if (this.as(envelope.sender) !== this.acts(command.by)) return { kind: 'not_sender' }
        if (envelope.state !== 'open') return { kind: 'ended', state: envelope.state }
        if (envelope.claims.length > 0) return { kind: 'somebody_grabbed', count: envelope.claims.length }
        const tradeNo = this.refund(envelope, 'cancelled')
        return { kind: 'envelope_cancelled', refunded: envelope.total, currency, tradeNo }
      }
      case 'unite':
        return this.unite(command.maker, command.by)
      case 'unlink':
        return this.unlink(command.by)
    }
  }

  /** Returns everyone who acts as this name. */
  private groupOf(representative: string): string[] {
    return this.joined.filter((name) => this.as(name) === representative)
  }

  /** Makes two one person: the code's maker stays and gets the other's money. */
  private unite(maker: string, by: string): Outcome {
    if (maker === by) return { kind: 'same_identity' }
    const [stays, goes] = [this.as(maker), this.as(by)]
    if (stays === goes) return { kind: 'already_linked' }
    const moved = this.balance(goes)
    for (const name of this.groupOf(goes)) this.representatives.set(name, stays)
    this.inherit(goes, stays, moved)
    const wallets = [{ name: 'The lobby', amount: this.balance(stays), currency: this.rules.currency }]
    return { kind: 'people_linked', platform: 'test', name: maker, wallets }
  }

  /** Unlinks one from the others, who keep the money. */
  private unlink(by: string): Outcome {
    const representative = this.as(by)
    const others = this.groupOf(representative).filter((name) => name !== by)
    const [heir] = others
    if (heir === undefined) return { kind: 'not_linked' }
    const { currency } = this.rules
    const amount = this.balance(by)
    if (by === representative) {
      for (const name of others) this.representatives.set(name, heir)
      this.representatives.delete(heir)
      this.inherit(representative, heir, amount)
    } else this.representatives.delete(by)
    return {
      kind: 'person_unlinked',
      others: expect.arrayContaining(others.map((name) => ({ platform: 'test', name }))),
      stays: amount > 0 ? [{ name: 'The lobby', amount, currency }] : [],
    }
  }

  private inherit(from: string, to: string, amount: number): void {
    if (amount === 0) return
    this.balances.set(from, 0)
    this.balances.set(to, (this.balances.get(to) ?? 0) + amount)
    this.trades++
  }

  private send(command: ModelCommand & { do: 'send' }, now: number, said: Outcome): Outcome {
    const { by, kind, total, count, chosen, lifetime } = command
    const { currency, maxOpen, minLifetime, maxLifetime } = this.rules
    const refuse = (refusal: object) => ({ kind: 'envelope_refused', refusal, currency })
    if (count < 1 || count > 200) return refuse({ kind: 'bad_count', max: 200 })
    if (total < count) return refuse({ kind: 'too_small', count })
    const over = total % count
    if (kind === 'equal' && over > 0)
      return refuse({ kind: 'not_divisible', count, lower: total - over, higher: total - over + count })
    if (lifetime < minLifetime || lifetime > maxLifetime)
      return refuse({ kind: 'bad_lifetime', min: minLifetime, max: maxLifetime })
    const different = chosen && [...new Set(chosen)].length
    if (different === 0) return refuse({ kind: 'bad_chosen', max: 25 })
    if (different !== null && count > different)
      return refuse({ kind: 'more_shares_than_chosen', chosen: different })
    const sender = this.acts(by)
    if (this.openOf(by) >= maxOpen) return { kind: 'too_many_open', max: maxOpen }
    if (this.balance(by) < total)
      return { kind: 'insufficient', balance: this.balance(by), needed: total, currency }

    for (const name of chosen ?? []) this.acts(name)
    const members = chosen && [...new Set(chosen.map((name) => this.as(name)))]
    if (members && count > members.length)
      return refuse({ kind: 'more_shares_than_chosen', chosen: members.length })

    const { envelopeNo: no, commitment } = said
    if (typeof no !== 'string' || this.envelopes.some((envelope) => envelope.no === no))
      throw new Disagreement(`an envelope needs a number of its own, not ${no}`)
    if (typeof commitment !== 'string' || !/^[0-9a-f]{64}$/.test(commitment))
      throw new Disagreement(`a commitment is a SHA-256, not ${commitment}`)
    const deadline = now + lifetime
    this.envelopes.push({
      no,
      commitment,
      sender,
      kind,
      total,
      count,
      chosen: members,
      deadline,
      claims: [],
      state: 'open',
    })
    return {
      kind: 'sent',
      envelopeNo: no,
      commitment,
      total,
      count,
      deadline,
      currency,
      ...this.move(by, -total),
    }
  }

  private grab(by: string, envelopeNo: string, now: number, said: Outcome): Outcome {
    const { currency } = this.rules
    const envelope = this.envelopes.find((candidate) => candidate.no === envelopeNo)
    if (!envelope) return { kind: 'unknown_envelope' }
    const { claims, count, kind } = envelope
    const grabber = this.acts(by)
    // A person with two shares from before linking is shown the representative's own.
    const own = claims.findIndex((claim) => claim.by === grabber)
    const merged = claims.findIndex((claim) => this.as(claim.by) === grabber)
    const group = this.groupOf(grabber)
    const held = claims.findIndex(({ holders }) => group.some((name) => holders.includes(name)))
    const earlier = own >= 0 ? own : merged >= 0 ? merged : held
    if (earlier >= 0)
      return { kind: 'already_grabbed', amount: claims[earlier]?.amount, position: earlier + 1, currency }
    if (envelope.chosen && !envelope.chosen.some((name) => this.as(name) === grabber))
      return { kind: 'not_chosen' }
    if (this.as(envelope.sender) === grabber && kind === 'equal') return { kind: 'own_envelope' }
    if (envelope.state !== 'open') return { kind: envelope.state }
    if (now >= envelope.deadline) return { kind: 'expired' }

    const others = count - claims.length - 1
    const amount = kind === 'equal' ? envelope.total / count : others === 0 ? left(envelope) : said.amount
    if (
      typeof amount !== 'number' ||
      !Number.isInteger(amount) ||
      amount < 1 ||
      amount > left(envelope) - others
    )
      throw new Disagreement(`a share of ${amount} with ${left(envelope)} left and ${others} shares after it`)
    claims.push({ by: grabber, amount, holders: group })
    if (others === 0) envelope.state = 'finished'
    return { kind: 'grabbed', amount, position: claims.length, count, currency, ...this.move(by, amount) }
  }

  /** Books the refund, and forwards it to the sender's current representative. Returns the number of its trade. */
  private refund(envelope: ModelEnvelope, state: 'expired' | 'cancelled'): number {
    const { tradeNo } = this.move(envelope.sender, left(envelope))
    if (this.as(envelope.sender) !== envelope.sender) this.trades++
    envelope.state = state
    return tradeNo
  }

  private move(name: string, amount: number): { balance: number; tradeNo: number } {
    const balance = this.balance(name) + amount
    if (balance < 0) throw new Disagreement(`the model itself took ${name} below zero`)
    this.balances.set(this.as(name), balance)
    this.trades++
    return { balance, tradeNo: this.trades }
  }
}

function left(envelope: ModelEnvelope): number {
  return envelope.claims.reduce((sum, claim) => sum - claim.amount, envelope.total)
}
