import type { ButtonInteraction } from 'discord.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { answerToDetails, answerToGrab, type Reply } from '../../src/messaging/answers.js'
import type { Asked } from './asked.js'
import { readButtonId } from './button-id.js'
import type { Desk } from './desk.js'
import { DISCORD_FORMAT } from './markup.js'

/** The roles that Discord says the member has, in this very interaction. */
function rolesOf({ member }: ButtonInteraction): readonly string[] {
  if (!member) return []
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()]
}

/** A card that another database made, in a channel that this one does not know. */
const NO_SUCH = { kind: 'unknown_envelope' } as const

/** A tap on a card. What the button carries is looked up in this channel's community and nowhere else. */
export async function buttonTapped(
  interaction: ButtonInteraction,
  { key, place, by, language }: Asked,
  { app }: Desk,
): Promise<Reply> {
  const button = readButtonId(interaction.customId)
  if (!button) return { text: catalogue(language).discord.unknownButton, tone: 'bad' }
  const { action, envelopeNo } = button
  switch (action) {
    case 'grab': {
      const outcome = await app.grabShare({
        ...{ key, place, by, envelopeNo },
        // Only red packets for some ask, and finding out goes through all roles of the server.
        get roles() {
          return rolesOf(interaction)
        },
      })
      return answerToGrab(outcome.kind === 'unknown_chat' ? NO_SUCH : outcome, language)
    }
    case 'details': {
      const outcome = await app.envelopeDetails({ place, by, envelopeNo })
      return answerToDetails(outcome.kind === 'unknown_chat' ? NO_SUCH : outcome, language, DISCORD_FORMAT)
    }
    default:
      return action satisfies never
  }
}
