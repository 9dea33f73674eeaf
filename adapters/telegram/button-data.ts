/** What a button of a card carries: its action and the envelope's number, and nothing that is trusted. */
export function buttonData(action: 'grab' | 'details', envelopeNo: string): string {
  return `${action}:${envelopeNo}`
}

/** Actions of a form's buttons, with the values that they take. */
const FORM_VALUES = {
  amount: /^[\d.]{1,12}$/,
  count: /^\d{1,3}$/,
  kind: /^(?:lucky|equal)$/,
  ask: /^(?:amount|greeting|chosen)$/,
  send: /^$/,
  close: /^$/,
}

/** A button of a red packet that is being put together; the form's state is on our side. */
export interface FormButton {
  readonly kind: 'form'
  /** Whose form it is: nobody else's taps count. */
  readonly user: string
  readonly action: keyof typeof FORM_VALUES
  readonly value: string
}

export type Button =
  | { readonly kind: 'grab' | 'details'; readonly envelopeNo: string }
  | FormButton
  /** A line that is given once more, by somebody who has seen now what it does. */
  | { readonly kind: 'sure'; readonly user: string; readonly line: string }
  | { readonly kind: 'dismiss'; readonly user: string }
  | { readonly kind: 'history'; readonly wallet: string; readonly before: number | undefined }

/** Data of a form's button: the owner of the form, and what a tap changes or does. */
export function formData(user: string, action: FormButton['action'], value = ''): string {
  return `form:${user}:${action}:${value}`
}

/** What a button carries that stands for typing a line again with a yes. At most 64 bytes. */
export function sureData(
  user: string,
  line: 'unlink' | 'unlinkme' | `${'link' | 'linkme'} ${string}`,
): string {
  return `sure:${user}:${line}`
}

export function dismissData(user: string): string {
  return `dismiss:${user}`
}

/** What a button carries that shows the entries of a wallet, those before a line or the newest. */
export function historyData(wallet: string, before?: number): string {
  return `history:${wallet}:${before ?? ''}`
}

/** What a button stands for; undefined for one that this program did not make. */
export function readButton(data: string): Button | undefined {
  const card = /^(grab|details):([0-9a-f]{10})$/.exec(data)
  if (card) return { kind: card[1] as 'grab' | 'details', envelopeNo: card[2] as string }
  const form = /^form:(\d{1,16}):(amount|count|kind|ask|send|close):(.*)$/.exec(data)
  if (form) {
    const [, user = '', name, value = ''] = form
    const action = name as FormButton['action']
    return FORM_VALUES[action].test(value) ? { kind: 'form', user, action, value } : undefined
  }
  const sure = /^sure:(\d{1,16}):((?:unlink|unlinkme|link [\w-]{1,24}|linkme [\w-]{1,24}))$/.exec(data)
  if (sure) return { kind: 'sure', user: sure[1] as string, line: `/${sure[2]} yes` }
  const dismiss = /^dismiss:(\d{1,16})$/.exec(data)
  if (dismiss) return { kind: 'dismiss', user: dismiss[1] as string }
  const history = /^history:(W-\d{1,15}):(\d{0,15})$/.exec(data)
  if (!history) return undefined
  return {
    kind: 'history',
    wallet: history[1] as string,
    before: history[2] ? Number(history[2]) : undefined,
  }
}
