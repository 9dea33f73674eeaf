import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'See what you can do',
  example: '/help',
  arguments: {
    page: {
      name: 'page',
      about: 'Which commands',
      choices: { all: ['All commands', 'all'], admin: ['For admins', 'admin'] },
    },
    command: { name: 'command', about: 'Explain this command' },
  },
  say: {
    line: ({ example, about }: { example: string; about: string }) => `${example} – ${about}`,
    explain: ({ example }: { example: string }) => `More about one of them: ${example}`,
    forAdmins: 'For admins:',
    all: 'All commands',
    admin: 'For admins',
    back: 'Back',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '看看有哪些命令',
  example: slash('help'),
  arguments: {
    page: {
      name: '页',
      about: '哪些命令',
      choices: { all: ['全部命令', '全部'], admin: ['管理员命令', '管理员'] },
    },
    command: { name: '命令', about: '要看哪个命令的用法' },
  },
  say: {
    line: ({ example, about }) => `${example}：${about}`,
    explain: ({ example }) => `某个命令的详细用法：${example}`,
    forAdmins: '管理员命令：',
    all: '全部命令',
    admin: '管理员命令',
    back: '返回',
  },
})

export const words = inAllPlaces({ en: { name: 'help', also: [] }, zh: { name: '帮助', also: [] } }, en, zh)
