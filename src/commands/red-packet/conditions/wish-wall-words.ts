import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    wishWall: {
      name: 'wish_wall',
      about: 'Everyone writes a wish to grab, and the card shows them all',
      label: 'Wish wall',
      typed: ['wish-wall', 'wishwall'],
    },
  },
  card: '💫 Wish wall: write a wish to grab.',
  ask: ({ max }: { max: number }) => `What do you wish for? Up to ${max} characters.`,
  askReply: 'To grab, reply to this message with your wish.',
  badWish: ({ max }: { max: number }) => `That wish is empty or too long. Write up to ${max} characters.`,
}

const zh: typeof en = {
  arguments: {
    wishWall: {
      name: '心愿墙',
      about: '写个心愿就能抢，心愿都贴在卡片上',
      label: '心愿墙',
      typed: ['心愿墙', '许愿墙'],
    },
  },
  card: '💫 心愿墙：写个心愿就能抢。',
  ask: ({ max }) => `你有什么心愿？最多 ${max} 个字。`,
  askReply: '回复这条消息写下心愿，就能抢。',
  badWish: ({ max }) => `心愿不能空着，最多 ${max} 个字。`,
}

/** Words for wish walls. */
export const wishWallWords = inEveryLanguage(en, () => zh)
