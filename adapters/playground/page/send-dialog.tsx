import { useEffect, useRef, useState } from 'preact/hooks'
import { MAX_GREETING, MAX_SHARES } from '../../../src/core/envelope.js'
import { THEMES, themeOf } from '../../../src/core/festivals.js'
import { formatAmount, parseAmount } from '../../../src/core/money.js'
import { PICTURES } from './festivals.js'
import { usePage } from './page.js'
import { LIFETIME_WORDS, LIFETIMES, redpacketLine, type Wanted } from './redpacket-line.js'

const FIRST: Wanted = {
  kind: 'lucky',
  amount: '20',
  count: '5',
  greeting: '',
  chosen: [],
  lifetime: '24h',
  theme: undefined,
}

/** Asks what to send and says it as a command; the rules are the server's. */
export function SendDialog({ onClose }: { onClose: () => void }) {
  const { model, actor, words, catalogue, language, money, now, say } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const [wanted, setWanted] = useState(FIRST)
  const [someOnly, setSomeOnly] = useState(false)
  const [busy, setBusy] = useState(false)
  const unanswered = useRef<{ id: string; line: string }>(undefined)
  const [refusal, setRefusal] = useState('')
  const change = (part: Partial<Wanted>) => {
    setWanted((before) => ({ ...before, ...part }))
    setRefusal('')
  }

  useEffect(() => dialog.current?.showModal(), [])

  const amount = parseAmount(wanted.amount, model.currency.scale)
  const count = /^[0-9]{1,3}$/.test(wanted.count.trim()) ? Number(wanted.count) : 0
  const countFits = count >= 1 && count <= MAX_SHARES
  const total = amount.ok ? amount.amount * (wanted.kind === 'equal' ? count : 1) : 0
  const balance = model.balances[actor.user] ?? 0
  const complete = amount.ok && countFits && (!someOnly || wanted.chosen.length > 0)
  const line = redpacketLine({ ...wanted, chosen: someOnly ? wanted.chosen : [] }, language)
  const theme = wanted.theme ?? themeOf(now())
  const admin = model.actors.find((member) => member.admin)
  const missing = total - balance

  const submit = async (event: Event) => {
    event.preventDefault()
    if (!complete || busy) return
    setBusy(true)
    const id = unanswered.current?.line === line ? unanswered.current.id : crypto.randomUUID()
    unanswered.current = { id, line }
    const answer = await say(actor, id, line)
    setBusy(false)
    if (answer) unanswered.current = undefined
    if (answer?.outcome === 'sent') dialog.current?.close()
    else setRefusal(answer?.message?.kind === 'private' ? answer.message.text : words.unsent)
  }
  const askAdmin = () => {
    if (!admin) return
    const amount = formatAmount(missing, model.currency.scale)
    const text =
      language === 'zh'
        ? `/充值 @${actor.name} ${amount} 零花钱`
        : `/topup @${actor.name} ${amount} pocket money`
    void say(admin, crypto.randomUUID(), text)
  }

  return (
    <dialog
      class="send-dialog"
      ref={dialog}
      onClose={onClose}
      aria-labelledby="send-title"
      data-testid="send-dialog"
    >
      <form onSubmit={(event) => void submit(event)}>
        <header class="dialog-head" data-festival={theme}>
          <span class="card-picture" aria-hidden="true">
            {PICTURES[theme]}
          </span>
          <h2 id="send-title">{words.dialog.title}</h2>
          <p>{words.dialog.wallet(actor.name, money(balance))}</p>
        </header>
        <div class="dialog-body">
          <fieldset class="choice">
            <legend>{words.dialog.kind}</legend>
            {(['lucky', 'equal'] as const).map((kind) => (
              <label key={kind}>
                <input
                  type="radio"
                  name="kind"
                  checked={wanted.kind === kind}
                  onChange={() => change({ kind })}
                />
                <span>
                  {words.dialog[kind]} <small>{words.dialog[`${kind}Hint`]}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <div class="pair">
            <label>
              <span>{wanted.kind === 'lucky' ? words.dialog.total : words.dialog.each}</span>
              <input
                inputMode="decimal"
                data-testid="amount"
                value={wanted.amount}
                aria-invalid={!amount.ok}
                aria-describedby="amount-hint"
                onInput={(event) => change({ amount: event.currentTarget.value })}
              />
            </label>
            <label>
              <span>{words.dialog.count}</span>
              <input
                inputMode="numeric"
                data-testid="count"
                value={wanted.count}
                aria-invalid={!countFits}
                aria-describedby="amount-hint"
                onInput={(event) => change({ count: event.currentTarget.value })}
              />
            </label>
          </div>
          <p class="problem" id="amount-hint" role="status">
            {!amount.ok
              ? words.dialog.badAmount
              : !countFits
                ? words.dialog.badCount
                : missing > 0 && words.dialog.tooLittle(actor.name)}
            {amount.ok && countFits && missing > 0 && admin && (
              <button type="button" class="quiet" data-testid="ask-admin" onClick={askAdmin}>
                {words.dialog.topUp(money(missing))}
              </button>
            )}
          </p>
          <label>
            <span>{words.dialog.greeting}</span>
            <input
              data-testid="greeting-field"
              maxLength={MAX_GREETING}
              value={wanted.greeting}
              placeholder={catalogue.greeting[theme]}
              onInput={(event) => change({ greeting: event.currentTarget.value })}
            />
          </label>
          <fieldset class="choice">
            <legend>{words.dialog.audience}</legend>
            <label>
              <input type="radio" name="audience" checked={!someOnly} onChange={() => setSomeOnly(false)} />
              <span>{words.dialog.everyone}</span>
            </label>
            <label>
              <input type="radio" name="audience" checked={someOnly} onChange={() => setSomeOnly(true)} />
              <span>{words.dialog.chosen}</span>
            </label>
          </fieldset>
          {someOnly && (
            <fieldset class="choice people">
              <legend class="visually-hidden">{words.dialog.chosenHint}</legend>
              {model.actors.map(({ user, name, avatar }) => (
                <label key={user}>
                  <input
                    type="checkbox"
                    checked={wanted.chosen.includes(name)}
                    onChange={(event) =>
                      change({
                        chosen: event.currentTarget.checked
                          ? [...wanted.chosen, name]
                          : wanted.chosen.filter((other) => other !== name),
                      })
                    }
                  />
                  <span>
                    {avatar} {name}
                  </span>
                </label>
              ))}
              {wanted.chosen.length === 0 && <p class="problem">{words.dialog.chosenHint}</p>}
            </fieldset>
          )}
          <div class="pair">
            <label>
              <span>{words.dialog.deadline}</span>
              <select
                data-testid="lifetime"
                value={wanted.lifetime}
                onChange={(event) => {
                  const lifetime = LIFETIMES.find((known) => known === event.currentTarget.value)
                  if (lifetime) change({ lifetime })
                }}
              >
                {LIFETIMES.map((lifetime) => (
                  <option key={lifetime} value={lifetime}>
                    {LIFETIME_WORDS[language][lifetime]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span>{words.dialog.theme}</span>
              <select
                data-testid="theme"
                value={wanted.theme ?? ''}
                onChange={(event) =>
                  change({ theme: THEMES.find((known) => known === event.currentTarget.value) })
                }
              >
                <option value="">{words.dialog.themeOfDay}</option>
                {THEMES.map((known) => (
                  <option key={known} value={known}>
                    {PICTURES[known]} {catalogue.theme[known]}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <p class="command-line">
            <span class="command-label">{words.dialog.willSay}</span>
            <code data-testid="command-line">{line}</code>
          </p>
        </div>
        <footer>
          <p class="problem refusal" role="status" data-testid="refusal">
            {refusal}
          </p>
          <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
            {words.dialog.cancel}
          </button>
          <button type="submit" class="primary" data-testid="send-packet" disabled={!complete || busy}>
            {words.dialog.send} {total > 0 && money(total)}
          </button>
        </footer>
      </form>
    </dialog>
  )
}
