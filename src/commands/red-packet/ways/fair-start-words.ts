import { plural } from '../../../i18n/format.js'
import { inEveryLanguage } from '../../framework/words.js'

const en = {
  argument: {
    name: 'fair_start',
    about: 'How long to collect taps before serving them in random order; off to disable',
    label: 'Fair start',
    unset: 'This chat’s default',
    ask: 'How long should the fair start last? 1s to 10s, or off.',
    typed: ['fair-start', 'fair'],
    placeholder: '3s|off',
  },
  refused: {
    badFairStart: ({ min, max }: { min: string; max: string }) =>
      `Nothing was sent: a fair start can last ${min} to ${max}. Use “off” to skip it.`,
    fairStartElsewhere: 'Nothing was sent: a fair start only works with first come, first served.',
  },
  card: {
    how: ({ time }: { time: string }) =>
      `⚖️ Fair start: everyone who taps in the first ${time} gets a turn in random order.`,
    waiting: ({ waiting, count }: { waiting: number; count: number }) =>
      `${plural(waiting, 'person', 'people')} waiting · ${plural(count, 'share', 'shares')}`,
  },
  say: {
    waiting: 'Your tap counts. Tap again in a moment to see what you got.',
  },
}

const zh: typeof en = {
  argument: {
    name: '公平开抢',
    about: '开头几秒内点的人随机排先后；写“关”就不用',
    label: '公平开抢',
    unset: '按群设置',
    ask: '公平开抢要几秒？1秒到10秒都行，不用就写“关”。',
    typed: ['公平开抢', '公平'],
    placeholder: '3秒|关',
  },
  refused: {
    badFairStart: ({ min, max }) => `没有发出：公平开抢只能设${min}到${max}，不用就写“关”。`,
    fairStartElsewhere: '没有发出：先到先得的红包才能用公平开抢。',
  },
  card: {
    how: ({ time }) => `⚖️ 公平开抢：从第一个人点起，${time}内点的人随机排先后，不拼手速。`,
    waiting: ({ waiting, count }) => `${waiting} 人在排队 · ${count} 个红包`,
  },
  say: {
    waiting: '排上队了，马上揭晓！稍后再点一次看结果。',
  },
}

/** Words for fair starts. */
export const fairStartWords = inEveryLanguage(en, () => zh)
