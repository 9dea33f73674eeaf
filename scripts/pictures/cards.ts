import { cardMessage as discordCard } from '../../adapters/discord/card.js'
import { cardMessage as telegramCard } from '../../adapters/telegram/card.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { coverAlt, coverDrawing } from '../../src/chat/card-pictures.js'
import type { Amount } from '../../src/core/money.js'
import { draw } from '../../src/pictures/draw.js'

const SECOND = 1_000
const HOUR = 3_600_000

/** Returns a page with the messages that the bot posts, drawn in the style of each platform. */
export function cardsPage(
  language: 'en' | 'zh',
  { greeting, timeZone }: { greeting: string; timeZone: string },
): string {
  const envelope = grabbedTwice(language, greeting)
  const cover = `<img class="cover" src="data:image/jpeg;base64,${draw(coverDrawing(envelope)).toString('base64')}">`
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${discordMessage(envelope, cover)}${telegramMessage(envelope, cover, timeZone)}`
}

/** Returns an open red packet with two shares grabbed. */
function grabbedTwice(language: 'en' | 'zh', greeting: string): EnvelopeView {
  const createdAt = Date.now()
  const claim = (position: number, name: string, amount: number, afterMs: number) => ({
    position,
    member: { id: position, name },
    amount: amount as Amount,
    at: createdAt + afterMs,
    luckiest: false,
  })
  const claims = [claim(1, '小兰', 1_873, 2.1 * SECOND), claim(2, 'Alice', 3_206, 3.4 * SECOND)]
  return {
    ...{ envelopeNo: '3fa94c01be', language, greeting, claims, createdAt },
    currency: { name: language === 'zh' ? '金币' : 'Gold', symbol: '🪙', scale: 2 },
    sender: { id: 9, name: '美玲' },
    kind: 'lucky',
    hidesAmounts: false,
    pictures: true,
    way: { kind: 'speed' },
    senderMayGrab: true,
    ...{ audience: 'everyone', chosen: [], chosenRoles: [], theme: 'classic', state: 'open' },
    ...{ total: 8_800 as Amount, count: 4, grabbedCount: 2, grabbedTotal: 5_079 as Amount },
    deadline: createdAt + 24 * HOUR,
    ...{ endedAt: null, refunded: 0 as Amount },
    commitment: 'b9409a05b9636bec18c96edbbeed37b90c3ff27296ca73291d6d8f05881c5600',
  }
}

/** The fields of a Discord component that the drawing uses. */
interface Component {
  readonly type: number
  readonly content?: string
  readonly accent_color?: number | null
  readonly style?: number
  readonly label?: string
  readonly emoji?: { readonly name?: string }
  readonly components?: readonly Component[]
}

function discordMessage(envelope: EnvelopeView, cover: string): string {
  const picture = { id: 0, alt: coverAlt(envelope) }
  const { components } = discordCard(envelope, { users: [], roles: [] }, () => undefined, picture)
  const language = envelope.language ?? 'en'
  return `<section id="discord"><div class="avatar">🧧</div><div><p class="name">Luckymoney <b>${language === 'zh' ? '应用' : 'APP'}</b></p>${(
    components as readonly Component[]
  )
    .map((component) => drawn(component, language, cover))
    .join('')}</div></section>`
}

function drawn(component: Component, language: 'en' | 'zh', cover: string): string {
  const inside = () => (component.components ?? []).map((part) => drawn(part, language, cover)).join('')
  switch (component.type) {
    case 1:
      return `<div class="row">${inside()}</div>`
    case 2:
      return `<span class="button s${component.style}">${component.emoji?.name ?? ''} ${component.label ?? ''}</span>`
    case 10:
      return markdown(component.content ?? '', language)
    case 12:
      return cover
    case 14:
      return '<hr>'
    case 17:
      return `<div class="container" style="border-left-color:#${(component.accent_color ?? 0).toString(16).padStart(6, '0')}">${inside()}</div>`
    default:
      throw new Error(`no picture of a component of type ${component.type}`)
  }
}

/** Renders the part of Discord's markdown that cards use. */
function markdown(text: string, language: 'en' | 'zh'): string {
  const inline = (line: string) =>
    escaped(line)
      .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
      .replace(
        /&lt;t:\d+:R&gt;/g,
        `<span class="time">${language === 'zh' ? '24小时后' : 'in 24 hours'}</span>`,
      )
      .replace(/\\([^\w\s])/g, '$1')
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('### ')) return `<h3>${inline(line.slice(4))}</h3>`
    if (line.startsWith('-# ')) return `<p class="small">${inline(line.slice(3))}</p>`
    return `<p>${inline(line)}</p>`
  })
  return lines.join('')
}

interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly unix_time?: number
}

function telegramMessage(envelope: EnvelopeView, cover: string, timeZone: string): string {
  const {
    text,
    entities = [],
    reply_markup,
  } = telegramCard(envelope, 'caption') as {
    readonly text: string
    readonly entities?: readonly Entity[]
    readonly reply_markup: {
      readonly inline_keyboard: readonly (readonly { text: string; style?: string }[])[]
    }
  }
  const rows = reply_markup.inline_keyboard.map((row) =>
    row
      .map(({ text: label, style }) => `<span class="button ${style ?? ''}">${escaped(label)}</span>`)
      .join(''),
  )
  const keyboard = rows.map((row) => `<div class="row">${row}</div>`).join('')
  return `<section id="telegram"><div class="bubble"><p class="name">Luckymoney</p>${cover}<div class="text">${marked(text, entities, envelope.language ?? 'en', timeZone)}</div></div>${keyboard}</section>`
}

/** Marks a text as a client does, with times in its reader's zone and style. */
function marked(text: string, entities: readonly Entity[], language: 'en' | 'zh', timeZone: string): string {
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  })
  let html = ''
  let from = 0
  for (const { type, offset, length, unix_time: time = 0 } of entities) {
    const inner = escaped(text.slice(offset, offset + length))
    html += escaped(text.slice(from, offset))
    if (type === 'date_time') html += format.format(time * 1000)
    else html += type === 'bold' ? `<b>${inner}</b>` : `<code>${inner}</code>`
    from = offset + length
  }
  return html + escaped(text.slice(from))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const STYLE = `
* { box-sizing: border-box; margin: 0; }
body { font: 15px/1.4 "Noto Sans", "Noto Sans CJK SC", "DejaVu Sans", sans-serif; padding: 20px; display: flex; gap: 20px; align-items: flex-start; }
.cover { display: block; width: 100%; border-radius: 8px; }
section { overflow-wrap: anywhere; border-radius: 10px; }
.row { display: flex; gap: 8px; }
#discord { width: 480px; padding: 16px; background: #313338; color: #dbdee1; display: flex; gap: 14px; }
#discord .avatar { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #b3151d; display: grid; place-items: center; font-size: 22px; }
#discord .name { font-weight: 600; color: #f2f3f5; }
#discord .name b { font-size: 10px; background: #5865f2; border-radius: 4px; padding: 1px 5px; vertical-align: 2px; }
#discord .container { margin-top: 6px; padding: 14px 16px; background: #2b2d31; border: 1px solid #3f4147; border-left: 4px solid; border-radius: 8px; display: grid; gap: 8px; }
#discord h3 { font-size: 18px; color: #f2f3f5; }
#discord hr { border: 0; border-top: 1px solid #3f4147; width: 100%; }
#discord .small { font-size: 12px; color: #949ba4; }
#discord .time { background: #3f4147; border-radius: 3px; padding: 0 2px; }
#discord .button { background: #4e5058; color: #fff; border-radius: 6px; padding: 6px 16px; font-weight: 500; font-size: 14px; }
#discord .s4 { background: #da373c; }
#discord .s1 { background: #5865f2; }
#discord .s3 { background: #248046; }
#telegram { width: 420px; padding: 16px; background: linear-gradient(160deg, #cfe0b6, #9ec6a5); color: #000; }
#telegram .bubble { background: #fff; border-radius: 12px 12px 12px 4px; padding: 8px 12px 10px; }
#telegram .name { color: #c9252d; font-weight: 600; }
#telegram .cover { margin: 6px 0; }
#telegram .text { white-space: pre-wrap; }
#telegram code { font: 13px/1.3 "DejaVu Sans Mono", monospace; color: #2b5278; }
#telegram .row { margin-top: 4px; }
#telegram .button { flex: 1; text-align: center; background: rgb(74 110 74 / 55%); color: #fff; border-radius: 8px; padding: 8px; font-weight: 500; }
#telegram .danger { background: #d9403a; }
`
