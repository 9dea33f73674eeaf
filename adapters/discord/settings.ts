import { type Currency, parseAmount } from '../../src/core/money.js'
import { foldFullWidth } from '../../src/core/text.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import {
  answerToAmount,
  answerToSettings,
  answerToTreasurer,
  type Reply,
} from '../../src/messaging/answers.js'
import { type Asked, type GuildCommand, personIn } from './asked.js'
import type { Desk } from './desk.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** `/settings`: shows the community's settings or changes some of them. Who may is for the app to say. */
export async function changeSettings(
  { options }: GuildCommand,
  { place, by, language, key, platformAdmin }: Asked,
  { app }: Desk,
  currency: Currency,
): Promise<Reply> {
  const change = async (changes: Parameters<typeof app.changeSettings>[0]['changes']) =>
    answerToSettings(await app.changeSettings({ place, by, key, platformAdmin, changes }), language)
  switch (options.getSubcommand()) {
    case 'currency': {
      const [name, symbol, scale] = [
        options.getString('name'),
        options.getString('symbol'),
        options.getInteger('decimals'),
      ]
      return await change({
        ...(name !== null && { currencyName: name }),
        ...(symbol !== null && { currencySymbol: symbol }),
        ...(scale !== null && { scale }),
      })
    }
    case 'rules': {
      const selfGrab = options.getBoolean('self_grab')
      const hours = options.getInteger('hours')
      const shortest = options.getInteger('shortest')
      const longest = options.getInteger('longest')
      const typed = options.getString('max_total')
      const maxTotal = typed === null ? undefined : readLimit(typed, currency)
      if (maxTotal?.ok === false) return answerToAmount(maxTotal.why, typed ?? '', currency, language)
      const maxOpenEnvelopes = options.getInteger('max_open')
      const chosen = options.getString('language')
      return await change({
        ...(selfGrab !== null && { selfGrab }),
        ...(hours !== null && { defaultLifetime: hours * HOUR }),
        ...(shortest !== null && { minLifetime: shortest * MINUTE }),
        ...(longest !== null && { maxLifetime: longest * HOUR }),
        ...(maxTotal && { maxTotal: maxTotal.amount }),
        ...(maxOpenEnvelopes !== null && { maxOpenEnvelopes }),
        ...((chosen === 'en' || chosen === 'zh') && { language: chosen }),
      })
    }
    case 'treasurer': {
      const user = options.getUser('member', true)
      if (user.bot) return { text: catalogue(language).discord.noBots, tone: 'bad' }
      const member = personIn(options, 'member', user)
      const treasurer = options.getBoolean('appointed', true)
      const outcome = await app.appointTreasurer({ place, by, key, platformAdmin, member, treasurer })
      return answerToTreasurer(outcome, language)
    }
    default:
      return answerToSettings(await app.settings({ place, by }), language)
  }
}

/** An amount as it was typed, in minor units; null for 0, which lifts the limit. */
function readLimit(typed: string, { scale }: Currency) {
  return foldFullWidth(typed).trim() === '0' ? { ok: true as const, amount: null } : parseAmount(typed, scale)
}
