import type { App } from '../../app/app.js'
import type { CommunityInfo } from '../../app/community/enter-chat.js'
import type { Place } from '../../core/place.js'
import { withTimeout } from '../../with-timeout.js'
import type { FormCommunity } from './forms/form-view.js'

/** A form opens without the community's own rules after this time: Discord shows a form within 3 s or never. */
const PATIENCE_MS = 1_500

/** Resolves with a community's currency and rules, or with undefined when they take too long. */
export async function communityInTime(
  app: Pick<App, 'communityInfo'>,
  place: Place | undefined,
): Promise<CommunityInfo | undefined> {
  return place && (await withTimeout(PATIENCE_MS, app.communityInfo(place)))
}

/** Resolves with a community as forms show it, or with undefined when that takes too long. */
export async function formCommunityInTime(
  app: Pick<App, 'communityInfo' | 'themeAt'>,
  place: Place | undefined,
): Promise<FormCommunity | undefined> {
  if (!place) return undefined
  const asked = Promise.all([app.communityInfo(place), app.themeAt(place)])
  const found = await withTimeout(PATIENCE_MS, asked)
  return found && { ...found[0], today: found[1] }
}
