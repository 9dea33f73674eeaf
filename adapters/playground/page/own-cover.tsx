import { useEffect, useState } from 'preact/hooks'
import type { CoverRef } from '../../../src/app/community/cover.js'
import { usePage } from './page.js'

/** The community's own picture on the front of a card; nothing while it has none, or until it is loaded. */
export function OwnCover({ cover }: { cover: CoverRef | undefined }) {
  const page = usePage()
  const digest = cover?.digest
  const [shown, setShown] = useState<{ readonly digest: string; readonly url: string }>()
  useEffect(() => {
    let left = false
    if (cover)
      void page.coverUrl(cover).then((url) => {
        if (url !== undefined && !left) setShown({ digest: cover.digest, url })
      })
    return () => {
      left = true
    }
  }, [digest])
  return shown && shown.digest === digest ? <img class="card-cover" src={shown.url} alt="" /> : null
}
