import type { Interaction } from 'discord.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { answerPrivately, unlessLate } from './answer.js'
import { languageOf } from './asked.js'
import type { Desk } from './desk.js'
import { errorCode } from './error-code.js'

/** Says that the program is about to end and did nothing. Never rejects. */
export async function answerWhileStopping(
  interaction: Interaction,
  { log, onError }: Pick<Desk, 'log' | 'onError'>,
): Promise<void> {
  const late = (code: string) => {
    onError(code)
    log.info({ interaction: interaction.id, code }, 'Discord did not take an answer')
  }
  try {
    if (interaction.isAutocomplete()) return await unlessLate(interaction.respond([]), late)
    if (!interaction.isRepliable()) return
    const text = catalogue(languageOf(interaction.locale)).discord.restarting
    await answerPrivately(interaction, Promise.resolve({ text, tone: 'bad' }), late)
  } catch (error) {
    const code = errorCode(error)
    if (code) onError(code)
    log.warn({ err: error, interaction: interaction.id }, 'nobody was told of the restart')
  }
}
