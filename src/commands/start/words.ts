import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Get started',
  example: '/start',
  arguments: {},
  say: {
    welcome:
      'Hi! I bring red packets to group chats. Add me to a group and send /redpacket there. Here you can use /wallet, /history and /linkme.',
    joined:
      'Hi! Send a red packet with /redpacket; /help shows the rest. To get started, an admin replies to someone with /topup 100 welcome.',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '开始使用',
  example: '/start',
  arguments: {},
  say: {
    welcome: `你好！我能在群里发红包。把我拉进群，发 ${slash('redpacket')} 试试。私聊里可以用 ${slash('wallet')}、${slash('history')} 和 ${slash('linkme')}。`,
    joined: `大家好！发 ${slash('redpacket')} 就能发红包，更多命令看 ${slash('help')}。先请管理员充值：回复某人的消息，发 ${slash('topup')} 100 开张大吉。`,
  },
})

export const words = inAllPlaces({ en: { name: 'start', also: [] }, zh: { name: '开始', also: [] } }, en, zh)
