import { chinese } from '../../i18n/chinese.js'
import { inEveryLanguage } from '../framework/words.js'

const en = {
  argument: {
    name: 'way',
    about: 'Speed: first come, first served. Draw: random winners. Shake: three tries each',
    label: 'Way to play',
    unset: 'Default',
  },
  speed: ['First come, first served', 'speed'],
  order: ({ joined }: { joined: number }) =>
    `This line prints ${joined === 1 ? 'the one number' : `all ${joined} numbers`} in the order they were served, first on top:`,
  served: ({ names }: { names: string }) => `The shares went to ${names}.`,
  hits: ({ names }: { names: string }) => `Winning shakes: ${names}.`,
  hit: ({ number, name }: { number: number; name: string }) => `${number} ${name}`,
  ticket: ({ ticket, name }: { ticket: number; name: string }) => `${ticket} ${name}`,
  more: ({ count }: { count: number }) => `${count} more`,
}

const zh: typeof en = {
  argument: {
    name: '玩法',
    about: '先到先得拼手速，抽奖到点开，摇一摇每人三次',
    label: '玩法',
    unset: '默认',
  },
  speed: ['先到先得', '先到先得'],
  order: ({ joined }) => `再运行这一行，就能重现 ${joined} 个号码的先后，排在前面的先得：`,
  served: ({ names }) => `拿到红包的是：${names}。`,
  hits: ({ names }) => `摇中的是：${names}。`,
  hit: ({ number, name }) => chinese`第 ${number} 摇${name}`,
  ticket: ({ ticket, name }) => chinese`${ticket} 号${name}`,
  more: ({ count }) => `另外 ${count} 人`,
}

/** Words that the ways share: the argument that chooses one, and how /verify shows who was served. */
export const waysWords = inEveryLanguage(en, () => zh)
