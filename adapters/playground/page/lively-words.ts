import type { Language } from '../wire.js'

/** Lines for the members of a lively group. Commands are lines as a person would type them. */
const en = {
  /** In an empty chat, with who says it. */
  opening: [
    { as: 'lan', text: 'Morning, everyone ☀️' },
    { as: 'ben', text: 'We made it: the release is out 🎉' },
    { as: 'wei', text: 'Doesn’t that call for a red packet? 🧧' },
    { as: 'alice', text: '/redpacket 20 6 You all earned it!' },
  ],
  thanks: ['Thank you! 🎉', 'My lucky day', 'Thanks, boss 🙏', 'So close to the luckiest 😂', 'Lovely!'],
  packets: [
    '/redpacket 6 5 Coffee is on me',
    '/redpacket 8.88 6 Happy Friday!',
    '/redpacket 1 each 4 First come, first served',
  ],
}

const zh: typeof en = {
  opening: [
    { as: 'lan', text: '大家早上好 ☀️' },
    { as: 'ben', text: '新版本终于上线啦 🎉' },
    { as: 'wei', text: '这不得发个红包？🧧' },
    { as: 'alice', text: '/红包 20 6 大家辛苦了！' },
  ],
  thanks: ['谢谢老板！🎉', '今天手气不错', '谢谢红包 🙏', '差一点就手气最佳 😂', '恭喜发财！'],
  packets: ['/红包 6 5 请大家喝咖啡', '/红包 8.88 6 周五快乐！', '/红包 1 每个 4 手快有手慢无'],
}

export const LIVELY_WORDS: Readonly<Record<Language, typeof en>> = { en, zh }
