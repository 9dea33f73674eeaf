/** What a user sees after pressing a button. */
export class PressResult {
  /** `never answered`: the button stopped spinning after 15 s and nothing was shown. */
  outcome: 'answered' | 'never answered' = 'never answered'
  /** The toast or the alert; '' when nothing is shown. */
  text = ''
  /** The text stands in a window that has to be closed. */
  alert = false
  /** What opens, if anything. */
  url: string | undefined
  /** From the press until the answer, in ms. */
  millis = 0

  constructor(readonly callbackId: string) {}
}
