import { chinese } from '../../../i18n/chinese.js'

const en = {
  spaced:
    'No money moved. If that’s one number, write it without spaces, like 1000. If not, put a word in between.',
  turned:
    'No money moved. That name reverses the text, so you may see a different amount than I do. Write the amount before the name.',
  usage: ({ usage, example }: { usage: string; example: string }) =>
    `Type: ${usage}\nFor example: ${example}`,
  more: ({ label, line }: { label: string; line: string }) => `${label}: ${line}`,
  unknownMember: ({ name, names }: { name: string; names: string }) =>
    `I don’t know anyone called ${name} here. Try ${names}.`,
  amount: {
    not_a_number: ({ typed, example }: { typed: string; example: string }) =>
      `“${typed}” isn’t an amount. Write a number like ${example}.`,
    too_many_decimals: ({ typed, scale }: { typed: string; scale: number }) =>
      scale === 0
        ? `“${typed}” won’t work: this currency has no decimals.`
        : `“${typed}” has too many decimals. Use at most ${scale}.`,
    not_positive: ({ least }: { least: string }) => `The amount must be at least ${least}.`,
    too_large: ({ max }: { max: string }) => `That’s too much. The limit is ${max} at once.`,
  },
}

const zh: typeof en = {
  spaced: '没有扣款：看不出这是一个数还是几个数。一个数请连着写，例如 1000；几个数请用文字隔开。',
  turned: '没有扣款：对方的名字会让文字倒着显示，你看到的金额可能不对。请把金额写在名字前面。',
  usage: ({ usage, example }) => `用法：${usage}\n例如：${example}`,
  more: ({ label, line }) => `${label}：发 ${line}`,
  unknownMember: ({ name, names }) => chinese`这里没有叫${name}的人，可以选：${names}。`,
  amount: {
    not_a_number: ({ typed, example }) => `“${typed}”不是金额，请写数字，例如 ${example}。`,
    too_many_decimals: ({ typed, scale }) =>
      scale === 0 ? `“${typed}”不行，这里的货币不带小数。` : `“${typed}”的小数位太多，最多 ${scale} 位。`,
    not_positive: ({ least }) => `金额至少要 ${least}。`,
    too_large: ({ max }) => `金额太大，一次最多 ${max}。`,
  },
}

/** Says what is wrong with a typed line, and how to write it. */
export const readingWords = { en, zh, 'zh-latin': zh }
