import type { AdminMoves } from '../../src/app/admin-moves.js'
import type { AdminCommand, Command, PersonalCommand } from '../../src/app/command.js'
import type { CancelEnvelope } from '../../src/app/end-envelope.js'
import type { FoundCommunity } from '../../src/app/found-community.js'
import type { GrabShare } from '../../src/app/grab-share.js'
import type { LinkCommunities } from '../../src/app/link-communities.js'
import type { LinkPeople } from '../../src/app/link-people.js'
import type { MigrateChat } from '../../src/app/migrate-chat.js'
import type { SendEnvelope } from '../../src/app/send-envelope.js'
import type { ChangeSettings } from '../../src/app/settings.js'
import type { Transfer } from '../../src/app/transfer.js'
import type { AppointTreasurer } from '../../src/app/treasurers.js'

/** What somebody, or something, asks of the program: a use case and what it is given. */
export type Operation =
  | { readonly verb: 'found'; readonly command: FoundCommunity }
  | { readonly verb: 'topUp' | 'deduct'; readonly command: AdminMoves }
  | { readonly verb: 'transfer'; readonly command: Transfer }
  | { readonly verb: 'send'; readonly command: SendEnvelope }
  | { readonly verb: 'grab'; readonly command: GrabShare }
  | { readonly verb: 'cancel'; readonly command: CancelEnvelope }
  | { readonly verb: 'wallet' | 'settings'; readonly command: Command }
  | { readonly verb: 'details' | 'verify'; readonly command: Command & { envelopeNo: string } }
  | { readonly verb: 'changeSettings'; readonly command: ChangeSettings }
  | { readonly verb: 'appoint'; readonly command: AppointTreasurer }
  | { readonly verb: 'makeLinkCode' | 'unlink' | 'previewUnlink'; readonly command: AdminCommand }
  | { readonly verb: 'link' | 'previewLink'; readonly command: LinkCommunities }
  | {
      readonly verb: 'makePersonCode' | 'unlinkPerson' | 'previewUnlinkPerson'
      readonly command: PersonalCommand
    }
  | { readonly verb: 'linkPeople' | 'previewPersonLink'; readonly command: LinkPeople }
  | { readonly verb: 'migrate'; readonly command: MigrateChat }
  | { readonly verb: 'sweep'; readonly limit: number }
  | { readonly verb: 'forget'; readonly before: number }
  | { readonly verb: 'finishMigrations' | 'pending' | 'breakDown' }
  | BoardOperation

/** What the updater asks of the message board. */
export type BoardOperation =
  | { readonly verb: 'chatsBehind' | 'platformsToTell' }
  | { readonly verb: 'nextCard'; readonly platform: string; readonly chat: string }
  | { readonly verb: 'shown'; readonly id: number; readonly message: string; readonly rev: number }
  | {
      readonly verb: 'later' | 'noticeLater'
      readonly id: number
      readonly after: number
      readonly attempts: number
    }
  | { readonly verb: 'gone' | 'noticeDone'; readonly id: number }
  | { readonly verb: 'nextNotice'; readonly platform: string }

/** One line that says what was asked, for people. */
export function describe(operation: Operation): string {
  const { verb, ...rest } = operation
  if (!('command' in operation)) return `${verb} ${JSON.stringify(rest)}`
  const { place, by, ...asked } = operation.command as unknown as Record<string, Record<string, string>>
  const who = by ? ` ${by.name}` : ''
  const where = place ? ` at ${place.platform}/${place.chat}` : ''
  return `${verb}${who}${where} ${JSON.stringify(asked)}`
}
