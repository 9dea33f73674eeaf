import { marked, type OwnCover } from '../../pictures/drawing.js'
import { flag, optional, picture } from '../framework/arguments/arguments.js'
import { type Context, defineCommand } from '../framework/define.js'
import { bad, privately, type Said, type Tone } from '../framework/replies/reply.js'
import type { Raws, SentFile } from '../framework/request.js'
import { festivalWords } from '../red-packet/festival-words.js'
import { words } from './words.js'

const MAX_BYTES = 8 * 1024 * 1024
/** Files that are in memory at the same time, from all communities: anyone can be an admin somewhere. */
const MAX_AT_ONCE = 8
let atOnce = 0

const args = { picture: optional(picture()), remove: optional(flag({ bare: true })) }

type Here = Context<typeof args, typeof words.en.say>

/** Shows, changes or removes the community's own picture on red packets. */
export const cover = defineCommand({
  name: 'cover',
  words,
  arguments: args,
  rights: 'admin',
  does: 'changes something',
  async run(context) {
    const { app, here, key, platformAdmin, args, answer, say } = context
    // The Remove button shares its form with the other one, where a picture may have been chosen since.
    if (args.picture) return await change(context, args.picture)
    if (args.remove)
      return answer(await app.removeCover({ ...here, key, platformAdmin }), {
        cover_removed: () => ({ ...text('good', say.removed), actions: [[choose(context)]] }),
        no_cover: () => ({ ...text('bad', say.none), actions: [[choose(context)]] }),
      })
    return answer(await app.cover(here), {
      cover: (shown) => preview(context, 'info', say.now, shown),
      no_cover: () => ({ ...text('info', say.none), ...(platformAdmin && { actions: [[choose(context)]] }) }),
    })
  },
})

/** Makes a cover from the file, stores it, and shows it to the asker as members will see it. */
async function change(context: Here, file: SentFile): Promise<Said> {
  const { app, here, key, platformAdmin, makeCover, answer, say } = context
  if (!platformAdmin) return answer({ kind: 'not_admin' } as const, {})
  const made = await madeOf(file, makeCover)
  if (made === 'too_large') return privately(bad(say.unfit.too_many_bytes, { outcome: 'unfit' }))
  if (!made) return privately(bad(say.notNow, { outcome: 'not_now' }))
  if (made.kind === 'unfit') return privately(bad(say.unfit[made.why], { outcome: 'unfit' }))
  const { bytes: picture } = made
  const { rules } = await context.community()
  return answer(await app.setCover({ ...here, key, platformAdmin, picture }), {
    cover_set: ({ digest }) => preview(context, 'good', say.set, { digest, picture, shown: rules.pictures }),
  })
}

/** Loads a file and makes a cover of it; undefined when none can be made now. */
async function madeOf(file: SentFile, makeCover: Here['makeCover']) {
  if (atOnce >= MAX_AT_ONCE) return undefined
  atOnce++
  try {
    const bytes = await file.load(MAX_BYTES)
    return bytes === 'too_large' ? bytes : await makeCover(bytes)
  } finally {
    atOnce--
  }
}

interface Shown {
  readonly digest: string
  readonly picture: Uint8Array
  readonly shown: boolean
}

function preview(context: Here, tone: Tone, title: string, { digest, picture, shown }: Shown): Said {
  const { say, language, here, platformAdmin } = context
  const own: OwnCover = { digest, bytes: picture }
  const { asks, gives } = held(context, { remove: 'yes' })
  const greeting = festivalWords[language].greeting.classic
  return {
    ...text(tone, shown ? title : `${title}\n${say.textOnly}`),
    ...(platformAdmin && {
      actions: [
        [
          { label: say.choose, data: asks, style: 'primary' },
          { label: say.remove, data: gives, style: 'danger' },
        ],
      ],
    }),
    picture: {
      drawing: {
        ...{ kind: 'cover', theme: 'classic', own, greeting },
        title: say.sample({ name: marked(here.by.name) }),
      },
      alt: say.alt,
    },
  }
}

function text(tone: Tone, text: string): Said {
  return { tone, blocks: [{ kind: 'text', text }], to: 'asker' }
}

function choose(context: Here) {
  return { label: context.say.choose, data: held(context, {}).asks, style: 'primary' } as const
}

function held({ hold, language }: Here, raws: Raws) {
  return hold(['picture'], raws, words[language].arguments.picture.ask)
}
