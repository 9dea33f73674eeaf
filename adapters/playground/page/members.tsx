import { useEffect, useRef } from 'preact/hooks'
import { Avatar } from './avatar.js'
import { usePage } from './page.js'

/** Chooses who the visitor is: radio buttons, so the arrow keys work as usual. */
export function Members() {
  const { model, actor, words, money, act } = usePage()
  const list = useRef<HTMLDivElement>(null)
  // In a narrow window the members are a scrolling strip.
  useEffect(() => {
    list.current?.querySelector('.chosen')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [actor.user])
  return (
    <fieldset class="members" data-testid="members">
      <legend>{words.members}</legend>
      <p class="hint">{words.membersHint}</p>
      <div class="member-list" ref={list}>
        {model.actors.map((member) => {
          const chosen = member.user === actor.user
          return (
            <label
              key={member.user}
              class={chosen ? 'member chosen' : 'member'}
              data-testid={`member-${member.user}`}
            >
              <input
                type="radio"
                name="actor"
                value={member.user}
                checked={chosen}
                aria-label={[
                  member.name,
                  member.admin && words.admin,
                  money(model.balances[member.user] ?? 0),
                ]
                  .filter((part) => part)
                  .join(', ')}
                onChange={() => act(member.user)}
              />
              <Avatar actor={member} />
              <span class="member-words">
                <span class="member-name">
                  {member.name}
                  {member.admin && <span class="badge">{words.admin}</span>}
                  {chosen && <span class="badge you">{words.you}</span>}
                </span>
                <span class="member-balance" data-testid={`balance-${member.user}`}>
                  {money(model.balances[member.user] ?? 0)}
                </span>
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
