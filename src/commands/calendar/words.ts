import { inAllPlaces } from '../framework/words.js'
import { themeChoices } from './theme-words.js'

const en = {
  title: 'Calendar',
  today: ({ name, wish }: { name: string; wish: string }) => `Today: ${name}. ${wish}`,
  ownToday: ({ name }: { name: string }) => `Today: ${name}`,
  coming: ({ date, name, days }: { date: string; name: string; days: number }) =>
    `${date}: ${name}, ${days === 1 ? 'tomorrow' : `in ${days} days`}`,
  lunar: ({ date }: { date: string }) => `lunar ${date}`,
  switchedOff: ({ names }: { names: string }) => `Switched off: ${names}`,
  timeZone: ({ zone }: { zone: string }) => `Time zone: ${zone}`,
  noTimeZone: 'Time zone: UTC. Until an admin sets one, festivals follow the date in China.',
  added: ({ name, date }: { name: string; date: string }) => `${name} is in the calendar: next on ${date}.`,
  tooManyDays: ({ max }: { max: number }) =>
    `The calendar is full: it holds ${max} added days. Remove one first.`,
  badDate: 'Write the date, such as 03-15, Mar 15 or lunar 8-3, then the name.',
  removed: ({ name }: { name: string }) => `${name} is no longer in the calendar.`,
  unknownDay: ({ name, known }: { name: string; known: string }) =>
    known === ''
      ? 'No days have been added to the calendar.'
      : `The calendar has no “${name}”. Added days: ${known}.`,
  switched: {
    on: ({ name }: { name: string }) => `${name} is switched on: red packets get its theme that day.`,
    off: ({ name }: { name: string }) =>
      `${name} is switched off: red packets keep the classic theme that day.`,
  },
  nothingToChange: ({ name }: { name: string }) => `Nothing changed: ${name} is already set that way.`,
}

const zh: typeof en = {
  title: '日历',
  today: ({ name, wish }) => `今天是${name}，${wish}！`,
  ownToday: ({ name }) => `今天：${name}`,
  coming: ({ date, name, days }) => `${date} ${name}，${days === 1 ? '明天' : `还有${days}天`}`,
  lunar: ({ date }) => `农历${date}`,
  switchedOff: ({ names }) => `已关闭：${names}`,
  timeZone: ({ zone }) => `时区：${zone}`,
  noTimeZone: '时区：UTC。管理员设置时区前，节日按北京时间算。',
  added: ({ name, date }) => `已加入日历：${name}，下一次是${date}。`,
  tooManyDays: ({ max }) => `自定义的日子最多 ${max} 个，请先删除一个。`,
  badDate: '请先写日期（如 3月15日、农历八月初三），再写名称。',
  removed: ({ name }) => `已从日历删除：${name}。`,
  unknownDay: ({ name, known }) =>
    known === '' ? '日历里还没有自定义的日子。' : `日历里没有“${name}”。已有：${known}。`,
  switched: {
    on: ({ name }) => `已打开${name}主题。`,
    off: ({ name }) => `已关闭${name}主题，当天红包用经典主题。`,
  },
  nothingToChange: ({ name }) => `没有修改：${name}主题已经是这样了。`,
}

export type Say = typeof en

/** A word behind /calendar; Chinese ones work in every chat. */
const behind = (en: string, zh: string) => ({
  en: { name: en, also: [] },
  zh: { name: zh, also: [] },
  'zh-latin': { name: zh, also: [] },
})

const group = inAllPlaces(
  { en: { name: 'calendar', also: [] }, zh: { name: '日历', also: ['节日'] } },
  { about: 'Upcoming festivals and other days' },
  () => ({ about: '节日和自定义的日子' }),
)

const show = inAllPlaces(
  behind('show', '查看'),
  { about: 'See upcoming festivals and other days', example: '/calendar', arguments: {}, say: en },
  (slash) => ({ about: '看看接下来有哪些节日和日子', example: slash('calendar'), arguments: {}, say: zh }),
)

const add = inAllPlaces(
  behind('add', '添加'),
  {
    about: 'Admins: add a day, such as a birthday',
    example: '/calendar add lunar 8-3 Lan’s birthday',
    arguments: {
      date: {
        name: 'date',
        about: 'Date: 03-15, Mar 15 or lunar 8-3',
        placeholder: 'lunar 8-3',
        ask: en.badDate,
      },
      name: {
        name: 'name',
        about: 'What the day is called',
        placeholder: 'Lan’s birthday',
        ask: en.badDate,
      },
    },
    say: en,
  },
  (slash) => ({
    about: '管理员：添加一个日子，比如生日',
    example: `${slash('calendar')} 添加 农历八月初三 小兰生日`,
    arguments: {
      date: {
        name: '日期',
        about: '哪一天：3月15日、农历八月初三',
        placeholder: '农历八月初三',
        ask: zh.badDate,
      },
      name: { name: '名称', about: '这一天叫什么', placeholder: '小兰生日', ask: zh.badDate },
    },
    say: zh,
  }),
)

const remove = inAllPlaces(
  behind('remove', '删除'),
  {
    about: 'Admins: remove a day',
    example: '/calendar remove Lan’s birthday',
    arguments: { name: { name: 'name', about: 'What the day is called' } },
    say: en,
  },
  (slash) => ({
    about: '管理员：删除添加过的日子',
    example: `${slash('calendar')} 删除 小兰生日`,
    arguments: { name: { name: '名称', about: '这一天叫什么' } },
    say: zh,
  }),
)

const festival = inAllPlaces(
  behind('festival', '节日'),
  {
    about: 'Admins: switch the theme of a festival on or off',
    example: '/calendar festival halloween off',
    arguments: {
      festival: { name: 'festival', about: 'Which festival', choices: themeChoices.en },
      on: { name: 'on', about: 'Whether red packets get its theme that day' },
    },
    say: en,
  },
  (slash) => ({
    about: '管理员：打开或关闭某个节日的主题',
    example: `${slash('calendar')} 节日 万圣节 关`,
    arguments: {
      festival: { name: '节日', about: '哪个节日', choices: themeChoices.zh },
      on: { name: '开启', about: '当天的红包是否用它的主题' },
    },
    say: zh,
  }),
)

export const words = { group, show, add, remove, festival }
