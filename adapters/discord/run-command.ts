import type { Board } from '../../src/app/community/leaderboard.js'
import { type Currency, parseAmount } from '../../src/core/money.js'
import type { Period } from '../../src/core/periods.js'
import type { Person } from '../../src/core/person.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import {
  answerToAdminMove,
  answerToAmount,
  answerToAudit,
  answerToBooks,
  answerToCancel,
  answerToDetails,
  answerToLeaderboard,
  answerToRecent,
  answerToStatement,
  answerToTransfer,
  answerToVerify,
  answerToWallet,
  type Reply,
} from '../../src/messaging/answers.js'
import { saidOfDeduction, saidOfTransfer, withAnnouncement } from './aloud.js'
import { fits, type PrivateReply } from './answer.js'
import { type Asked, type GuildCommand, personIn } from './asked.js'
import type { Desk } from './desk.js'
import { help } from './help.js'
import { answerToLinkCommand, readLinkCommand } from './links.js'
import { DISCORD_FORMAT } from './markup.js'
import { changeSettings } from './settings.js'
import { topUp } from './top-up.js'

/** So many lines of admins' actions fit into one answer. */
const AUDIT_LINES = 15
const HISTORY_LINES = 10
const RECENT = 10

/** Does what a slash command asks for. Rejects only when the app does. */
export async function runCommand(interaction: GuildCommand, asked: Asked, desk: Desk): Promise<PrivateReply> {
  const { app } = desk
  const { place, by, language, key, platformAdmin } = asked
  const { options, guildId } = interaction
  const community = await desk.enter(place.chat, guildId, interaction.guild?.name ?? guildId)
  const { currency } = community
  const here = { place, by }
  const link = readLinkCommand(interaction)
  if (link) return await answerToLinkCommand(link, asked, desk)
  switch (interaction.commandName) {
    case 'wallet':
      return answerToWallet(await app.wallet(here), language)
    case 'history':
      return await history(interaction, asked, desk)
    case 'leaderboard': {
      const board = (options.getString('board') ?? 'sent') as Board
      const period = (options.getString('period') ?? 'week') as Period
      return answerToLeaderboard(await app.leaderboard({ ...here, board, period }), language)
    }
    case 'envelope':
      if (options.getString('number') === null)
        return answerToRecent(await app.recentEnvelopes({ place }, RECENT), currency, language)
      return answerToDetails(
        await app.envelopeDetails({ ...here, envelopeNo: numberIn(options) }),
        language,
        DISCORD_FORMAT,
      )
    case 'verify':
      return answerToVerify(
        await app.verifyEnvelope({ ...here, envelopeNo: numberIn(options) }),
        language,
        DISCORD_FORMAT,
      )
    case 'cancel':
      return answerToCancel(
        await app.cancelEnvelope({ ...here, key, envelopeNo: numberIn(options) }),
        language,
      )
    case 'books':
      return answerToBooks(await desk.prove(), language, DISCORD_FORMAT)
    case 'help':
      return help(language)
    case 'audit':
      return answerToAudit(await app.audit(here, AUDIT_LINES), language, DISCORD_FORMAT)
    case 'transfer':
      return await withMoney(interaction, asked, currency, async (to, amount) => {
        const note = options.getString('note') ?? ''
        const outcome = await app.transfer({ ...here, key, to, amount, note })
        const said = saidOfTransfer(outcome, to, asked, community)
        return withAnnouncement(answerToTransfer(outcome, language), said, interaction, asked)
      })
    case 'topup':
      return await topUp(interaction, asked, desk, community)
    case 'deduct':
      return await withMoney(interaction, asked, currency, async (to, amount) => {
        const reason = options.getString('reason', true)
        const outcome = await app.deduct({ ...here, key, platformAdmin, to, amount, reason })
        const said = saidOfDeduction(outcome, to, asked, community)
        return withAnnouncement(answerToAdminMove(outcome, language), said, interaction, asked)
      })
    case 'settings':
      return await changeSettings(interaction, asked, desk, currency)
    default:
      return { text: catalogue(language).discord.unknownButton, tone: 'bad' }
  }
}

/** As many lines as fit, so that none is cut off between this page and the next. */
async function history(
  { options }: GuildCommand,
  { place, by, language }: Asked,
  { app }: Desk,
): Promise<Reply> {
  const before = options.getInteger('before')
  let reply: Reply
  let limit = HISTORY_LINES
  do {
    const outcome = await app.statement({ place, by, limit, ...(before !== null && { before }) })
    reply = answerToStatement(outcome, language, DISCORD_FORMAT)
    limit = Math.floor(limit / 2)
  } while (limit > 0 && !fits(reply))
  return reply
}

/** The envelope's number as it was chosen or typed; a pasted `#` is no part of it. */
function numberIn(options: GuildCommand['options']): string {
  return options.getString('number', true).trim().replace(/^#/, '').toLowerCase()
}

/** Reads to whom and how much; does the rest only when both are right. */
async function withMoney(
  { options }: GuildCommand,
  { language }: Asked,
  currency: Currency,
  act: (to: Person, amount: number) => Promise<PrivateReply>,
): Promise<PrivateReply> {
  const user = options.getUser('member', true)
  if (user.bot) return { text: catalogue(language).discord.noBots, tone: 'bad' }
  const typed = options.getString('amount', true)
  const parsed = parseAmount(typed, currency.scale)
  if (!parsed.ok) return answerToAmount(parsed.why, typed, currency, language)
  return await act(personIn(options, 'member', user), parsed.amount)
}
