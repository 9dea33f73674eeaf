import { defineCommand } from '../framework/define.js'
import { info } from '../framework/replies/reply.js'
import { words } from './words.js'

export const wallet = defineCommand({
  name: 'wallet',
  words,
  arguments: {},
  where: 'anywhere',
  to: 'asker',
  ignoresMoreWords: true,
  async run({ app, request, here, say, money, answer }) {
    if (!request.place) {
      const { wallets } = await app.walletsOf({ by: request.by })
      if (wallets.length === 0) return info(say.none, { outcome: 'wallets' })
      const lines = wallets.map(({ name, balance, currency, frozen }) => {
        const line = say.each({ name, amount: money(balance, currency) })
        return frozen === undefined ? line : `${line} ${say.frozen({ reason: frozen })}`
      })
      return {
        ...info(say.all, { outcome: 'wallets' }),
        blocks: [
          { kind: 'text', text: say.all },
          { kind: 'list', lines },
        ],
      }
    }
    return answer(await app.wallet(here), {
      wallet({ balance, currency, openEnvelopes: open, frozen }) {
        const said = say.one({ balance: money(balance, currency), open })
        return info(frozen === undefined ? said : `${said}\n${say.frozen({ reason: frozen })}`)
      },
    })
  },
})
