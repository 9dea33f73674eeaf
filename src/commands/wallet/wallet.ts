import { defineCommand } from '../framework/define.js'
import { info } from '../framework/replies/reply.js'
import { MAX_MOVEMENTS, walletPicture, walletsPicture } from './wallet-picture.js'
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
      const shown = wallets.map(({ name, balance, currency, frozen }) => ({
        ...{ name, balance: money(balance, currency), note: frozen === undefined ? '' : say.picture.frozen },
      }))
      const drawing = walletsPicture(request.by.name, shown, say)
      return {
        ...info(say.all, { outcome: 'wallets', picture: { drawing, alt: [say.all, ...lines].join('\n') } }),
        blocks: [
          { kind: 'text', text: say.all },
          { kind: 'list', lines },
        ],
      }
    }
    const [outcome, statement] = await Promise.all([
      app.wallet(here),
      app.statement({ ...here, limit: MAX_MOVEMENTS }),
    ])
    return answer(outcome, {
      wallet({ name, balance, currency, openEnvelopes: open, frozen }) {
        const written = money(balance, currency)
        const said = say.one({ balance: written, open })
        const text = frozen === undefined ? said : `${said}\n${say.frozen({ reason: frozen })}`
        const note = frozen !== undefined ? say.picture.frozen : open > 0 ? say.picture.open({ open }) : ''
        const latest = statement.kind === 'statement' ? statement.lines : []
        const drawing = walletPicture({ name, balance: written, note }, latest, say)
        return info(text, { picture: { drawing, alt: text } })
      },
    })
  },
})
