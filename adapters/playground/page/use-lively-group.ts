import { useEffect, useRef } from 'preact/hooks'
import type { Actor, Language } from '../wire.js'
import type { Connection } from './connection.js'
import { LivelyGroup } from './lively-group.js'
import type { Model } from './model.js'

/** Time between two looks, in milliseconds: the least, what chance adds, and while the group has just met. */
const LOOK = 700
const MORE = 1_900
const LOOK_WHILE_MEETING = 300
/** Of several open pages, only one plays the group. */
const LOCK = 'luckymoney.lively'

interface Group {
  readonly model: Model
  /** Undefined until the members are known. */
  readonly visitor: Actor | undefined
  readonly language: Language
  readonly connection: () => Connection | undefined
}

/** While `on`, the members that no one plays act by requests like anyone's, as long as the page is visible. */
export function useLivelyGroup(on: boolean, group: Group): void {
  const newest = useRef(group)
  newest.current = group
  useEffect(() => {
    if (!on) return
    const members = new LivelyGroup(Math.random)
    const ended = new AbortController()
    const { signal } = ended
    const play = async () => {
      while (!signal.aborted) {
        const millis = members.isMeeting ? LOOK_WHILE_MEETING : LOOK + Math.random() * MORE
        await pause(millis, signal)
        if (!signal.aborted && document.visibilityState === 'visible') await act(members, newest.current)
      }
    }
    // The lock of another page may never come.
    const playing = navigator.locks ? navigator.locks.request(LOCK, { signal }, play) : play()
    playing.catch((error) => {
      // Waiting for the lock ends with the page's switch.
      if (!signal.aborted) console.error('the lively group stopped', error)
    })
    return () => ended.abort()
  }, [on])
}

/** Lets one member act. The answer is for that member alone, so this page doesn't show it. */
async function act(members: LivelyGroup, { model, visitor, language, connection }: Group): Promise<void> {
  if (!visitor || model.link !== 'online') return
  const next = members.next(model, visitor, language, Date.now() + model.ahead)
  if (!next) return
  const asked = { id: crypto.randomUUID(), as: next.as, language }
  if (next.kind === 'say') await connection()?.say({ ...asked, text: next.text })
  else await connection()?.tap({ ...asked, data: next.data })
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
