import { plural } from '../../../i18n/format.js'
import { inEveryLanguage } from '../../framework/words.js'

const en = {
  choices: ['Shake: three tries each', 'shake'],
  card: {
    how: ({ wins, tape }: { wins: number; tape: number }) =>
      `📳 Shake up to three times; you can win once. ${wins} of the first ${tape} shakes ${wins === 1 ? 'wins' : 'win'}, fixed in advance.`,
    button: 'Shake',
  },
  say: {
    missed: ({ left }: { left: number }) =>
      left === 0
        ? 'No luck this time, and that was your last try.'
        : `No luck this time. Shake again: ${plural(left, 'try', 'tries')} left.`,
    noTriesLeft: 'You’ve used all three tries. Better luck with the next one!',
  },
}

const zh: typeof en = {
  choices: ['摇一摇（每人三次）', '摇一摇', '摇'],
  card: {
    how: ({ wins, tape }) =>
      `📳 摇一摇：每人三次，最多中一个。前 ${tape} 摇里有 ${wins} 摇能中，发出时就定好了。`,
    button: '摇一摇',
  },
  say: {
    missed: ({ left }) => (left === 0 ? '没摇中，三次都摇完了。' : `没摇中，还能摇 ${left} 次，再来！`),
    noTriesLeft: '三次都摇完了，等下一个吧。',
  },
}

/** Words for shakes. */
export const shakeWords = inEveryLanguage(en, () => zh)
