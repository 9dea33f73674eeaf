/** The store was refused at start. The message says what is wrong and what to do; it is meant for people. */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}
