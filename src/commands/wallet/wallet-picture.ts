import type { StatementLine } from '../../app/wallets/statement.js'
import { isolated } from '../../core/text.js'
import type { ResultRow, SheetDrawing } from '../../pictures/drawing.js'
import type { WalletSay } from './words.js'

/** Movements on the picture. */
export const MAX_MOVEMENTS = 30
/** Wallets on a picture of several. */
const MAX_WALLETS = 10

/** Draws a wallet with its latest balances. `latest`: newest first. */
export function walletPicture(
  { name, balance, note }: { name: string; balance: string; note: string },
  latest: readonly StatementLine[],
  { picture }: WalletSay,
): SheetDrawing {
  const values = latest.map((line) => line.balance).reverse()
  const chart = {
    ...{ kind: 'columns' as const, title: picture.movements({ count: values.length }), figure: '' },
    ...{ values, first: '', last: '' },
  }
  return {
    ...{ kind: 'sheet', theme: 'classic', headline: balance, note },
    title: picture.title({ name: isolated(name) }),
    sections: values.length > 1 ? [chart] : [],
  }
}

/** Draws the wallets of a person, one a row. */
export function walletsPicture(
  name: string,
  wallets: readonly { readonly name: string; readonly balance: string; readonly note: string }[],
  { picture }: WalletSay,
): SheetDrawing {
  const rows = wallets.slice(0, MAX_WALLETS).map(
    ({ balance: amount, ...wallet }, index): ResultRow => ({
      ...{ ...wallet, amount, place: String(index + 1), best: false },
    }),
  )
  return {
    ...{ kind: 'sheet', theme: 'classic', title: '', note: '' },
    headline: picture.wallets({ name: isolated(name) }),
    sections: [{ kind: 'rows', rows }],
  }
}
