import { TRIES } from '../core/conditions/terms.js'
import { MAX_TURNS } from '../core/conditions/turns.js'
import { waysThat } from '../core/ways/ways.js'
import type { Check } from './invariants.js'

/** Every answer with each identity that it belongs to. */
const HELD = `(SELECT envelope, number, platform, user FROM condition_answer
               UNION SELECT envelope, number, platform, user FROM answer_holder)`
const MOST_WRONG = `CASE a.kind ${TRIES.map(({ kind, tries }) => `WHEN '${kind}' THEN ${tries}`).join(' ')} ELSE 0 END`

/** Ways in which a tap gets its share at once, or never. */
const BY_TAPS = waysThat(({ serves, sealedOrder }) => serves === 'taps' && !sealedOrder)
const WITHOUT_TICKETS = waysThat(({ tickets }) => tickets === 'none')

/** As in the index envelope_of_community. */
const OPENING = (envelope: string) => `coalesce(${envelope}.opens_at, ${envelope}.created_at)`

/** Checks of the conditions for a share, and of the answers to them. */
export const CONDITION_CHECKS: readonly Check[] = [
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' has ' || count(c.kind) || ' conditions instead of ' || e.conditions
          FROM envelope e LEFT JOIN envelope_condition c ON c.envelope = e.id
          GROUP BY e.id HAVING count(c.kind) <> e.conditions`,
  },
  {
    invariant: 9,
    sql: `SELECT 'answer ' || a.number || ' to envelope ' || e.envelope_no || ' came too late'
          FROM condition_answer a JOIN envelope e ON e.id = a.envelope
          WHERE a.answered_at >= e.deadline OR e.state IN ('scheduled', 'cancelled')`,
  },
  {
    invariant: 8,
    sql: `SELECT 'envelope ' || e.envelope_no || ' lacks answers before number ' || max(a.number)
          FROM condition_answer a JOIN envelope e ON e.id = a.envelope
          GROUP BY a.envelope HAVING max(a.number) <> count(*)`,
  },
  {
    invariant: 8,
    sql: `SELECT 'person ' || h.user || ' of ' || h.platform || ' gave ' || sum(a.accepted = 0)
              || ' wrong answers to envelope ' || e.envelope_no
          FROM ${HELD} h JOIN condition_answer a ON a.envelope = h.envelope AND a.number = h.number
          JOIN envelope e ON e.id = a.envelope
          GROUP BY h.envelope, h.platform, h.user HAVING sum(a.accepted = 0) > ${MOST_WRONG}`,
  },
  {
    invariant: 8,
    sql: `SELECT 'person ' || h.user || ' of ' || h.platform || ' answered envelope ' || e.envelope_no
              || ' again after being right'
          FROM ${HELD} h JOIN condition_answer a ON a.envelope = h.envelope AND a.number = h.number
          JOIN envelope e ON e.id = a.envelope
          GROUP BY h.envelope, h.platform, h.user
          HAVING sum(a.accepted) > 1 OR max(a.number) > min(CASE WHEN a.accepted THEN a.number END)`,
  },
  // Scheduled envelopes that were not open yet at that time count here too, so this finds no share that was allowed.
  {
    invariant: 8,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was grabbed out of turn'
          FROM envelope_condition c JOIN envelope e ON e.id = c.envelope JOIN share s ON s.envelope = e.id
          WHERE c.kind = 'turns' AND e.way IN (${BY_TAPS}) AND s.claimer IS NOT NULL
            AND s.claimed_at < ${OPENING('e')} + (e.deadline - ${OPENING('e')}) / 2
            AND EXISTS (
              SELECT 1 FROM (
                SELECT id, row_number() OVER (ORDER BY at DESC, id DESC) AS nth FROM (
                  SELECT q.id, ${OPENING('q')} AS at FROM envelope q
                  WHERE q.community = e.community AND ${OPENING('q')} <= ${OPENING('e')}
                    AND (${OPENING('q')} < ${OPENING('e')} OR q.id < e.id)
                  ORDER BY ${OPENING('q')} DESC, q.id DESC LIMIT ${MAX_TURNS})) last
              JOIN share earlier ON earlier.envelope = last.id
              WHERE last.nth <= c.details ->> 'last' AND earlier.claimer = s.claimer
                AND earlier.trade_no < s.trade_no)`,
  },
  // Without a queue the right answer and the share come in one plan.
  {
    invariant: 8,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was grabbed without an answer'
          FROM envelope e JOIN envelope_condition c ON c.envelope = e.id JOIN share s ON s.envelope = e.id
          WHERE e.way IN (${WITHOUT_TICKETS}) AND c.kind IN (${TRIES.filter(({ asks }) => asks)
            .map(({ kind }) => `'${kind}'`)
            .join()}) AND s.claimer IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM condition_answer a WHERE a.envelope = e.id AND a.kind = c.kind
                              AND a.accepted = 1 AND a.member = s.claimer AND a.answered_at = s.claimed_at)`,
  },
  {
    invariant: 8,
    sql: `SELECT 'envelope ' || e.envelope_no || ' has ' || e.grabbed_count || ' grabbed shares and ' || sum(a.accepted)
              || ' right answers'
          FROM condition_answer a JOIN envelope e ON e.id = a.envelope
          GROUP BY a.envelope
          HAVING CASE WHEN e.way IN (${WITHOUT_TICKETS}) THEN sum(a.accepted) <> e.grabbed_count
                 ELSE sum(a.accepted) < e.grabbed_count END`,
  },
]
