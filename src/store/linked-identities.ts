import { build } from './plan.js'

/** Queries the identities linked to one, as `linked`, itself included; none when it has never been linked. */
export const linkedIdentities = (platform: string, user: string) =>
  build
    .selectFrom('person_identity as own')
    .innerJoin('person_identity as linked', 'linked.person', 'own.person')
    .where('own.platform', '=', platform)
    .where('own.user', '=', user)
