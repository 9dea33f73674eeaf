import { plural } from '../../../i18n/format.js'
import type { Slash } from '../../framework/slash.js'
import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    password: {
      name: 'password',
      about: 'A word to say before grabbing; it’s on the card',
      label: 'Password',
      typed: ['password'],
      placeholder: 'sesame',
    },
    secret: {
      name: 'secret',
      about: 'Keep the password off the card',
      label: 'Secret password',
      typed: ['secret'],
    },
  },
  card: {
    open: ({ word }: { word: string }) => `🔑 Say “${word}” to grab.`,
    secret: '🔒 Only people who know the password can grab.',
    was: ({ word }: { word: string }) => `🔑 The password was “${word}”.`,
  },
  ask: ({ word }: { word: string }) => `Type the password: ${word}`,
  askSecret: 'What’s the password?',
  askReply: ({ word }: { word: string }) => `To grab, reply to this message with “${word}”.`,
  wrong: ({ left }: { left: number }) =>
    left === 0
      ? 'That’s not the password, and it was your last try.'
      : `That’s not the password. You have ${plural(left, 'try', 'tries')} left.`,
  noTriesLeft: 'You’ve used all five tries for this one. Better luck with the next!',
  inPublic:
    'Everyone here can read that, so I didn’t check it. Tap Grab and tell me the password in private.',
  faults: {
    badPassword: ({ max }: { max: number }) =>
      `Nothing was sent: a password needs at least one letter or digit, and at most ${max} characters.`,
    noPassword: 'Nothing was sent: the password is missing. Write it like “password sesame secret”.',
    readByAll:
      'Nothing was sent: everyone here has read that password. Use /redpacket alone, tap More …, then Password, and send me a new one in our private chat.',
  },
}

const zh = (slash: Slash): typeof en => ({
  arguments: {
    password: {
      name: '口令',
      about: '说对口令才能抢，口令写在卡片上',
      label: '口令',
      typed: ['口令'],
      placeholder: '恭喜发财',
    },
    secret: {
      name: '保密',
      about: '口令不写在卡片上',
      label: '口令保密',
      typed: ['保密'],
    },
  },
  card: {
    open: ({ word }) => `🔑 说出口令抢红包：${word}`,
    secret: '🔒 口令保密：知道口令的人才能抢。',
    was: ({ word }) => `🔑 口令：${word}`,
  },
  ask: ({ word }) => `请输入口令：${word}`,
  askSecret: '口令是什么？',
  askReply: ({ word }) => `想抢就回复这条消息：${word}`,
  wrong: ({ left }) => (left === 0 ? '口令不对，五次都试完了。' : `口令不对，还能试 ${left} 次。`),
  noTriesLeft: '这个红包你已经试了五次，等下一个吧。',
  inPublic: '这里大家都看得到，所以没有核对。请点“抢”，私聊告诉我口令。',
  faults: {
    badPassword: ({ max }) => `没有发出：口令要有字母、数字或汉字，最多 ${max} 个字。`,
    noPassword: '没有发出：还没写口令。例如：口令 芝麻开门 保密。',
    readByAll: `没有发出：这个口令大家都看到了。请只发 ${slash('redpacket')}，点“更多玩法…”里的“口令”，再私聊告诉我一个新的。`,
  },
})

/** Words for passwords. */
export const passwordWords = inEveryLanguage(en, zh)
