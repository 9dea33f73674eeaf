import type { App } from '../app/app.js'
import type { CommunityInfo } from '../app/community/enter-chat.js'
import type { Place } from '../core/place.js'
import { withTimeout } from '../with-timeout.js'

/** A form opens without the community's own rules after this time: Discord shows a form within 3 s or never. */
const PATIENCE_MS = 1_500

/** Resolves with a community's currency and rules, or with undefined when they take too long. */
export async function communityInTime(
  app: Pick<App, 'communityInfo'>,
  place: Place | undefined,
): Promise<CommunityInfo | undefined> {
  return place && (await withTimeout(PATIENCE_MS, app.communityInfo(place)))
}
