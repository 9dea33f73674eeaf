import { encodeAction } from '../../src/commands/framework/actions.js'
import { commandsOf } from '../../src/commands/framework/define.js'
import { ENTRIES } from '../../src/commands/registry.js'

/** Returns the data of a button that gives a command; `owner` is a user of the platform. */
export function buttonData(
  name: string,
  values: Readonly<Record<string, unknown>> = {},
  owner?: { readonly id: number | string },
): string {
  const command = commandsOf(ENTRIES).find((each) => each.name === name)
  if (!command) throw new Error(`no command ${name}`)
  return encodeAction(command, values, owner && { platform: 'test', user: String(owner.id), name: '' })
}
