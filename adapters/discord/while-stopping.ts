import type { Interaction } from 'discord.js'
import { restartingText } from '../../src/chat/stopping.js'
import { answerInTime, unlessLate } from './answer.js'
import { languageOf } from './decode.js'
import { wordsOnly } from './encode.js'
import { errorCode } from './error-code.js'
import type { HandlerOptions } from './on-interaction.js'

/** Says that the program is about to end and did nothing. Never rejects. */
export async function answerWhileStopping(
  interaction: Interaction,
  { log, onError }: Pick<HandlerOptions, 'log' | 'onError'>,
): Promise<void> {
  const onLate = (code: string) => {
    onError(code)
    log.info({ interaction: interaction.id, code }, 'Discord did not take an answer')
  }
  try {
    if (interaction.isAutocomplete()) return await unlessLate(interaction.respond([]), onLate)
    if (!interaction.isRepliable()) return
    const answer = wordsOnly(restartingText(languageOf(interaction.locale)))
    await answerInTime({ interaction, below: false, onLate }, Promise.resolve(answer))
  } catch (error) {
    const code = errorCode(error)
    if (code) onError(code)
    log.warn({ err: error, interaction: interaction.id }, 'nobody was told of the restart')
  }
}
