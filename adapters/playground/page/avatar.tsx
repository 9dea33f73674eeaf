import type { Actor } from '../wire.js'

/** A member's picture, or a plain one for an unknown member. */
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
