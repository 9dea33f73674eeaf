import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'See all commands',
  example: '/start',
  arguments: {},
  say: {
    welcome:
      'Hello! I bring red packets to groups. Add me to one and write /redpacket there. Here I tell you what is nobody else’s business: /wallet, /history, and /linkme to join your accounts on two platforms. /help has all commands.',
    joined:
      'Hello! Write /redpacket to send a red packet, or /help for all commands. Admins give the first money: reply to somebody with /topup 100 to begin with.',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看所有命令',
  example: '/start',
  arguments: {},
  say: {
    welcome: `你好！我把红包带进群里。把我加进群，在群里写 ${slash('redpacket')} 就能发红包。在这里我只告诉你自己的事：${slash('wallet')} 看钱包，${slash('history')} 看流水，${slash('linkme')} 绑定你在另一个平台的账号。${slash('help')} 列出全部命令。`,
    joined: `大家好！写 ${slash('redpacket')} 发红包，${slash('help')} 看全部命令。第一笔钱由管理员充值：回复某人的消息写 ${slash('topup')} 100 开张大吉。`,
  },
})

export const words = inAllPlaces({ en: { name: 'start', also: [] }, zh: { name: '开始', also: [] } }, en, zh)
