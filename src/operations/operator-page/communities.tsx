import { useState } from 'preact/hooks'
import type { OperatorOverview } from '../operator-overview.js'
import { Chart, Sparkline } from './charts.js'
import { money, number, since } from './formats.js'
import { say } from './words.js'

type Community = OperatorOverview['communities'][number]

/** Every community, and more about the one that is chosen. */
export function Communities({
  overview,
  now,
}: {
  readonly overview: OperatorOverview
  readonly now: number
}) {
  const [chosen, choose] = useState<number>()
  const { communities, count } = overview
  const shown = communities.find(({ id }) => id === chosen) ?? communities[0]
  return (
    <section aria-labelledby="communities">
      <h2 id="communities">{say.communities({ count })}</h2>
      {count > communities.length && <p class="quiet">{say.cut({ shown: communities.length })}</p>}
      {!shown && <p class="quiet">{say.empty}</p>}
      {shown && <Details community={shown} />}
      {shown && (
        <table>
          <thead>
            <tr>
              {Object.entries(say.columns).map(([key, title]) => (
                <th key={key} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {communities.map((each) => (
              <Row
                key={each.id}
                community={each}
                now={now}
                isChosen={each === shown}
                choose={() => choose(each.id)}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

interface RowProps {
  readonly community: Community
  readonly now: number
  readonly isChosen: boolean
  readonly choose: () => void
}

function Row({ community, now, isChosen, choose }: RowProps) {
  const { id, name, linked_to, chats, members, open, packets, last_activity, days } = community
  const { columns } = say
  const [chat] = chats
  return (
    <tr data-testid={`community-${id}`} class={isChosen ? 'chosen' : ''}>
      <th scope="row">
        <button type="button" aria-pressed={isChosen} onClick={choose}>
          {name}
        </button>
        <span class="quiet">
          {id} · {linked_to === null ? (chat ?? '–') : say.linkedTo({ community: linked_to })}
          {chats.length > 1 && ` +${chats.length - 1}`}
        </span>
      </th>
      <td data-label={columns.members}>{number(members)}</td>
      <td data-label={columns.open}>{number(open)}</td>
      <td data-label={columns.packets}>{number(packets)}</td>
      <td data-label={columns.circulation}>{money(community.in_circulation, community)}</td>
      <td data-label={columns.activity}>{last_activity === null ? say.never : since(now - last_activity)}</td>
      <td class="sparkline-cell">
        <Sparkline values={days.map((day) => day.packets)} />
      </td>
    </tr>
  )
}

function Details({ community }: { readonly community: Community }) {
  const { id, name, days, supply } = community
  const times = days.map(({ day }) => day)
  const { scale } = community
  const amounts = (figure: 'sent' | 'grabbed') => days.map((day) => day[figure] / 10 ** scale)
  return (
    <article class="details" aria-labelledby="chosen">
      <h3 id="chosen">{name}</h3>
      <div class="charts">
        {(['packets', 'grabs'] as const).map((figure) => (
          <Chart
            key={`${figure}-${id}`}
            {...{ title: say.charts[figure], kind: 'day', times, values: days.map((day) => day[figure]) }}
          />
        ))}
        {(['sent', 'grabbed'] as const).map((figure) => (
          <Chart
            key={`${figure}-${id}`}
            {...{ title: say.charts[figure], kind: 'day', times, values: amounts(figure) }}
          />
        ))}
      </div>
      <dl class="figures">
        <div>
          <dt>{say.inWallets}</dt>
          <dd>{money(community.in_wallets, community)}</dd>
        </div>
        <div>
          <dt>{say.inPackets}</dt>
          <dd>{money(community.in_packets, community)}</dd>
        </div>
      </dl>
      <h4>{say.supply}</h4>
      {supply.length === 0 && <p class="quiet">{say.noSupply}</p>}
      <dl class="figures">
        {supply.map(({ kind, amount, times: booked }) => (
          <div key={kind}>
            <dt>{say.kinds[kind] ?? kind}</dt>
            <dd>
              {money(amount, community)} <span class="quiet">{say.times({ times: booked })}</span>
            </dd>
          </div>
        ))}
      </dl>
    </article>
  )
}
