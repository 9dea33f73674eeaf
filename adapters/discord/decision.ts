import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import type { LinkCommand } from '../../src/messaging/run-command.js'

/** What was shown is to be done, or to be left. */
export type Decision = (LinkCommand & { readonly sure: true }) | { readonly kind: 'leave' }

const LEAVE = 'leave'

/** Two buttons below a preview: one does what it shows, the other nothing. They carry nothing that is trusted. */
export function decisionRow(
  command: LinkCommand,
  language: Language,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const words = catalogue(language).discord
  const code = 'code' in command ? [command.code] : []
  const button = (style: ButtonStyle.Primary | ButtonStyle.Secondary, label: string, custom_id: string) => ({
    type: ComponentType.Button as const,
    ...{ style, label, custom_id },
  })
  return {
    type: ComponentType.ActionRow,
    components: [
      button(ButtonStyle.Primary, words.confirm, ['do', command.kind, ...code].join(':')),
      button(ButtonStyle.Secondary, words.leave, LEAVE),
    ],
  }
}

/** What such a button stands for; undefined for another. */
export function readDecision(customId: string): Decision | undefined {
  if (customId === LEAVE) return { kind: 'leave' }
  const [, linked, code, parted] = /^do:(?:(link|linkme):(.*)|(unlink|unlinkme))$/s.exec(customId) ?? []
  if (linked && code) return { kind: linked as 'link' | 'linkme', code, sure: true }
  return parted ? { kind: parted as 'unlink' | 'unlinkme', sure: true } : undefined
}
