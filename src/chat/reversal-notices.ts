import type { App } from '../app/app.js'
import type { DueReversalNotice } from '../app/board/reversal-notices.js'
import { noticeWords } from '../commands/reverse/words.js'
import { money } from '../i18n/format.js'
import type { Language } from '../i18n/language.js'
import type { Log } from '../log.js'
import { patiently } from './patiently.js'
import type { NotifyResult, Platform } from './platform.js'

/** Gives up after about an hour: the history shows the reversal as well. */
const MAX_TRIES = 12
const MAX_BACKOFF = 20 * 60_000

/** Delivers a platform's longest-waiting message about a reversal, if any may be tried now. */
export async function tellOfReversal(platform: Platform, app: App, log: Log): Promise<void> {
  const notice = await app.reversalNotices.next(platform.name)
  if (!notice) return
  const { id, tradeNo } = notice
  const result = await deliver(platform, notice)
  const attempts = notice.attempts + 1
  if (result.kind === 'later' && attempts < MAX_TRIES) {
    log.warn({ platform: platform.name, tradeNo, why: result.why, attempts }, 'notification postponed')
    const backoff = Math.min(MAX_BACKOFF, 1000 * 2 ** notice.attempts)
    return await app.reversalNotices.later(id, Math.max(result.after, backoff), attempts)
  }
  if (result.kind !== 'notified')
    log.warn({ platform: platform.name, tradeNo, why: result.why, attempts }, 'notification given up')
  await app.reversalNotices.done(id)
}

async function deliver(platform: Platform, notice: DueReversalNotice): Promise<NotifyResult> {
  const { tradeNo, flag, user, language } = notice
  if (!platform.tell) return { kind: 'impossible', why: 'the platform cannot tell' }
  if (user === null) return { kind: 'impossible', why: 'the member is not known here' }
  const write = (language: Language) => reversalText(notice, language)
  // Not the notice's id, which the next one gets once this one is deleted.
  const nonce = `reversal-${tradeNo}-${flag === 1 ? 'to' : 'from'}`
  return await patiently<NotifyResult>(platform.tell(user, { language, write, nonce }))
}

function reversalText(notice: DueReversalNotice, language: Language): string {
  const { community, reverses, currency, flag, other, reason } = notice
  const amount = money(notice.amount, currency, language)
  return noticeWords[language].notice({ community, reverses, amount, gotBack: flag === 1, other, reason })
}
