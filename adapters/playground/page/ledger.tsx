import type { BookEntry } from '../../../src/app/wallets/books.js'
import { Avatar } from './avatar.js'
import { type BookedTrade, tradesOf } from './model.js'
import { actorNamed, usePage } from './page.js'
import { timeOfDay } from './times.js'

/** The books beside the chat: whether they balance, and every movement as it happens. */
export function Ledger() {
  const { model, words } = usePage()
  const trades = tradesOf(model.entries)
  return (
    <div class="ledger">
      <BooksBalance />
      <div class="ledger-head">
        <h2>{words.books.title}</h2>
        <p class="hint">{words.books.hint}</p>
      </div>
      {trades.length === 0 && <p class="empty">{words.books.empty}</p>}
      <ol class="trades" data-testid="ledger" aria-label={words.books.title}>
        {trades.map((trade) => (
          <Trade key={trade.tradeNo} trade={trade} />
        ))}
      </ol>
    </div>
  )
}

function BooksBalance() {
  const { model, words, language } = usePage()
  const { ok, broken, trades, at } = model.books
  const light = ok === null ? 'unknown' : ok ? 'balance' : 'broken'
  return (
    <section class={`books ${light}`} data-testid="books-light" data-light={light} role="status">
      <span class="lamp" aria-hidden="true">
        {ok === null ? '…' : ok ? '✓' : '!'}
      </span>
      <div>
        <strong>{words.books[light]}</strong>
        {ok !== null && <p class="hint">{words.books.checked(trades, timeOfDay(at, language))}</p>}
        {broken.length > 0 && (
          <ul>
            {broken.map((promise) => (
              <li key={promise}>{promise}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function Trade({ trade }: { trade: BookedTrade }) {
  const { words, language, shared } = usePage()
  return (
    <li class="trade" data-testid="trade" data-type={trade.type} data-trade={trade.tradeNo}>
      <header>
        <span class="change">{shared.change[trade.type]}</span>
        <span class="trade-no">{words.books.trade(trade.tradeNo)}</span>
        <time dateTime={new Date(trade.at).toISOString()}>{timeOfDay(trade.at, language)}</time>
      </header>
      {trade.entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      {/* A refund's note comes from the program and only repeats the change type. */}
      {trade.desc && trade.type !== 'refund' && <p class="trade-note">{trade.desc}</p>}
    </li>
  )
}

function Entry({ entry }: { entry: BookEntry }) {
  const { words, digits } = usePage()
  const into = entry.flag === 1
  return (
    <div class={into ? 'entry in' : 'entry out'} data-testid="entry" data-account={entry.accountNo}>
      <AccountName entry={entry} />
      <span class="entry-amount">
        {into ? '+' : '−'}
        {digits(entry.amount)}
      </span>
      <span class="entry-balance" title={words.books.balanceAfter}>
        <span class="visually-hidden">{words.books.balanceAfter} </span>
        {digits(entry.balance)}
      </span>
    </div>
  )
}

function AccountName({ entry }: { entry: BookEntry }) {
  const { model, words } = usePage()
  if (entry.accountType === 'mint')
    return (
      <span class="account" title={words.books.mintHint}>
        <span class="avatar small mint" aria-hidden="true">
          🏦
        </span>
        <span class="account-name">{words.books.mint}</span>
      </span>
    )
  if (entry.accountType === 'envelope')
    return (
      <span class="account" title={words.books.envelope(entry.accountNo)}>
        <span class="avatar small packet" aria-hidden="true">
          🧧
        </span>
        <span class="account-name">
          <code>{entry.accountNo}</code>
        </span>
      </span>
    )
  return (
    <span class="account" title={entry.accountNo}>
      <Avatar actor={actorNamed(model, entry.owner)} small />
      <span class="account-name">{entry.owner}</span>
    </span>
  )
}
