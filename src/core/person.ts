/** The person who acts, as the platform vouches for them. Names are only for show; `platform` and `user` identify. */
export interface Person {
  readonly platform: string
  readonly user: string
  readonly name: string
}
