/** Telegram could not be asked what has to be known before anything is done; so nothing was done. */
export class CannotAsk extends Error {
  override name = 'CannotAsk'
}
