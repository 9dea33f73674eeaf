/**
 * The acting person, as vouched for by the platform. `platform` and `user` identify; names are for display
 * only.
 */
export interface Person {
  readonly platform: string
  readonly user: string
  readonly name: string
}
