import { plural } from '../i18n/format.js'

const en = {
  spaced:
    'Did you mean one number? Then write it without spaces, such as 1000. If not, put a word between the two. No money moved.',
  turned:
    'The name turns the text around, so you may see another amount than I do. Write the amount before the name. No money moved.',
  usage: ({ usage, example }: { usage: string; example: string }) =>
    `Write: ${usage}\nFor example: ${example}`,
  unknownMember: ({ name, names }: { name: string; names: string }) =>
    `There is nobody called ${name} here. Try one of ${names}.`,
  amount: {
    not_a_number: ({ typed, example }: { typed: string; example: string }) =>
      `“${typed}” is not an amount. Write digits such as ${example}.`,
    too_many_decimals: ({ typed, scale }: { typed: string; scale: number }) =>
      scale === 0
        ? `“${typed}” is too exact: this currency has no decimals. Round it.`
        : `“${typed}” is too exact: this currency has ${plural(scale, 'decimal', 'decimals')}. Round it.`,
    not_positive: ({ least }: { least: string }) => `An amount must be more than nothing: at least ${least}.`,
    too_large: ({ max }: { max: string }) => `That is too much: at most ${max} at once.`,
  },
}

const zh: typeof en = {
  spaced: '是一个数吗？是的话请连着写，例如 1000；不是的话请在中间加个字。资金没有变动。',
  turned: '对方的名字会让文字倒着显示，你看到的金额可能不一样。请把金额写在名字前面。资金没有变动。',
  usage: ({ usage, example }) => `用法：${usage}\n例如：${example}`,
  unknownMember: ({ name, names }) => `这里没有叫 ${name} 的人，可以选：${names}。`,
  amount: {
    not_a_number: ({ typed, example }) => `“${typed}”不是金额，请写数字，例如 ${example}。`,
    too_many_decimals: ({ typed, scale }) =>
      scale === 0
        ? `“${typed}”不行：这种货币没有小数，请写整数。`
        : `“${typed}”的小数太多，最多 ${scale} 位，请改一下。`,
    not_positive: ({ least }) => `金额必须大于零，至少 ${least}。`,
    too_large: ({ max }) => `金额太大，一次最多 ${max}。`,
  },
}

/** Says what is wrong with a typed line, and how to write it. */
export const readingWords = { en, zh, 'zh-latin': zh }
