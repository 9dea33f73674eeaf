import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'See all commands',
  example: '/help',
  arguments: {},
  say: {
    intro: 'Send red packets in a chat, and grab them with the button on the card.',
    forAdmins: 'For admins:',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看所有命令',
  example: slash('help'),
  arguments: {},
  say: { intro: '在群里发红包、抢红包。点卡片上的按钮就能抢。', forAdmins: '管理员命令：' },
})

export const words = inAllPlaces({ en: { name: 'help', also: [] }, zh: { name: '帮助', also: [] } }, en, zh)
