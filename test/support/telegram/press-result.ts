/** A user's view after pressing a button. */
export class PressResult {
  /** `never answered`: the button stopped spinning after 15 s and nothing was shown. */
  outcome: 'answered' | 'never answered' = 'never answered'
  /** The toast or the alert; '' when nothing is shown. */
  text = ''
  /** The text is in a dialog that must be closed. */
  alert = false
  /** The link that opens, if any. */
  url: string | undefined
  /** From the press until the answer, in ms. */
  millis = 0

  constructor(readonly callbackId: string) {}
}
