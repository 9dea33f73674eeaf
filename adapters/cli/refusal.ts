/** The request can't be carried out. The message is one line for the operator; the program exits with code 2. */
export class CliRefusal extends Error {
  override name = 'CliRefusal'
}
