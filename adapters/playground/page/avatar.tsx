import type { Actor } from '../wire.js'

/** The picture of a member, or a plain one for somebody whom the page does not know. */
export function Avatar({ actor, small }: { actor: Actor | undefined; small?: boolean }) {
  return (
    <span
      class={small ? 'avatar small' : 'avatar'}
      style={{ backgroundColor: actor?.colour ?? '#8a8178' }}
      aria-hidden="true"
    >
      {actor?.avatar ?? '🙂'}
    </span>
  )
}
