/** What was asked cannot be done. The message is one line for the operator; the program ends with code 2. */
export class CliRefusal extends Error {
  override name = 'CliRefusal'
}
