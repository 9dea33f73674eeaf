import { FESTIVAL_THEMES, type FestivalTheme } from '../../core/festivals.js'
import type { Language } from '../../i18n/catalogue.js'
import { inAllPlaces, type Tongue } from '../words.js'
import { themeName } from './theme-words.js'

const en = {
  title: 'Calendar',
  today: ({ name, wish }: { name: string; wish: string }) => `Today: ${name}. ${wish}`,
  ownToday: ({ name }: { name: string }) => `Today: ${name}`,
  coming: ({ date, name, days }: { date: string; name: string; days: number }) =>
    `${date}: ${name}, ${days === 1 ? 'tomorrow' : `in ${days} days`}`,
  lunar: ({ date }: { date: string }) => `lunar ${date}`,
  switchedOff: ({ names }: { names: string }) => `Switched off: ${names}`,
  timeZone: ({ zone }: { zone: string }) => `Time zone: ${zone}`,
  noTimeZone: 'Time zone: UTC. The festivals follow the date in China until an admin chooses one.',
  added: ({ name, date }: { name: string; date: string }) => `${name} is in the calendar: next on ${date}.`,
  tooManyDays: ({ max }: { max: number }) =>
    `The calendar has room for ${max} days of your own. Remove one first.`,
  badDate: 'Give a day such as 03-15, Mar 15 or lunar 8-3, then the name.',
  removed: ({ name }: { name: string }) => `${name} is no longer in the calendar.`,
  unknownDay: ({ name, known }: { name: string; known: string }) =>
    known === ''
      ? 'The calendar has no days of your own.'
      : `The calendar has no “${name}”. Your own days: ${known}.`,
  switched: {
    on: ({ name }: { name: string }) => `${name} gives red packets its theme again.`,
    off: ({ name }: { name: string }) =>
      `${name} is switched off: red packets keep the classic theme that day.`,
  },
  nothingToChange: ({ name }: { name: string }) => `${name} is set like that already.`,
}

const zh: typeof en = {
  title: '日历',
  today: ({ name, wish }) => `今天是${name}，${wish}！`,
  ownToday: ({ name }) => `今天：${name}`,
  coming: ({ date, name, days }) => `${date} ${name}，${days === 1 ? '明天' : `还有${days}天`}`,
  lunar: ({ date }) => `农历${date}`,
  switchedOff: ({ names }) => `已关闭：${names}`,
  timeZone: ({ zone }) => `时区：${zone}`,
  noTimeZone: '时区：UTC。管理员设置时区前，节日按北京时间。',
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
  nothingToChange: ({ name }) => `${name}主题已经是这样了。`,
}

export type Say = typeof en

const own = {
  en: {
    group: { about: 'Festivals and other days that come' },
    show: { about: 'Show the festivals and days that come', example: '/calendar' },
    add: {
      about: 'Add a day of your own, such as a birthday',
      example: '/calendar add lunar 8-3 Lan’s birthday',
      date: { name: 'date', about: 'The day: 03-15, Mar 15 or lunar 8-3', placeholder: 'lunar 8-3' },
      called: { name: 'name', about: 'What the day is called', placeholder: 'Lan’s birthday' },
    },
    remove: {
      about: 'Remove a day that was added',
      example: '/calendar remove Lan’s birthday',
      called: { name: 'name', about: 'What the day is called' },
    },
    festival: {
      about: 'Switch the theme of a festival on or off',
      example: '/calendar festival halloween off',
      theme: { name: 'festival', about: 'Which festival' },
      on: { name: 'on', about: 'Whether red packets get its theme that day' },
    },
  },
  zh: {
    group: { about: '节日和其他日子' },
    show: { about: '查看快到的节日和日子', example: '/日历' },
    add: {
      about: '添加自己的日子，比如生日',
      example: '/日历 添加 农历八月初三 小兰生日',
      date: { name: '日期', about: '哪一天：3月15日、农历八月初三', placeholder: '农历八月初三' },
      called: { name: '名称', about: '这一天叫什么', placeholder: '小兰生日' },
    },
    remove: {
      about: '删除添加过的日子',
      example: '/日历 删除 小兰生日',
      called: { name: '名称', about: '这一天叫什么' },
    },
    festival: {
      about: '打开或关闭某个节日的主题',
      example: '/日历 节日 万圣节 关',
      theme: { name: '节日', about: '哪个节日' },
      on: { name: '开启', about: '当天的红包是否用它的主题' },
    },
  },
}

const says = { en, zh }

/** Where only Latin letters are heard, lines begin with the English name of the group. */
const exampleOf = (example: string, language: Language) =>
  language === 'zh-latin' ? example.replace('/日历', '/calendar') : example

function themesOf(tongue: Tongue): Record<FestivalTheme, readonly string[]> {
  const choices = FESTIVAL_THEMES.map((theme) => {
    const name = themeName(theme, tongue)
    return [theme, [name, tongue === 'zh' ? name : theme]]
  })
  return Object.fromEntries(choices) as Record<FestivalTheme, readonly string[]>
}

const behind = (en: string, zh: string) => ({
  en: { name: en, also: [] },
  zh: { name: zh, also: [] },
  'zh-latin': { name: zh, also: [] },
})

function wordsOf<Rest extends object>(names: ReturnType<typeof behind>, of: (tongue: Tongue) => Rest) {
  const words = inAllPlaces(names, (_, tongue) => of(tongue))
  const latin = words['zh-latin'] as (typeof words)['zh-latin'] & { example?: string }
  if (latin.example === undefined) return words
  return { ...words, 'zh-latin': { ...latin, example: exampleOf(latin.example, 'zh-latin') } }
}

export const words = {
  group: inAllPlaces(
    { en: { name: 'calendar', also: [] }, zh: { name: '日历', also: ['节日'] } },
    (_, tongue) => own[tongue].group,
  ),
  show: wordsOf(behind('show', '查看'), (tongue) => ({
    ...own[tongue].show,
    arguments: {},
    say: says[tongue],
  })),
  add: wordsOf(behind('add', '添加'), (tongue) => {
    const { about, example, date, called } = own[tongue].add
    const { badDate } = says[tongue]
    return {
      ...{ about, example, say: says[tongue] },
      arguments: { date: { ...date, ask: badDate }, called: { ...called, ask: badDate } },
    }
  }),
  remove: wordsOf(behind('remove', '删除'), (tongue) => {
    const { about, example, called } = own[tongue].remove
    return { ...{ about, example, say: says[tongue] }, arguments: { called } }
  }),
  festival: wordsOf(behind('festival', '节日'), (tongue) => {
    const { about, example, theme, on } = own[tongue].festival
    return {
      ...{ about, example, say: says[tongue] },
      arguments: { theme: { ...theme, choices: themesOf(tongue) }, on },
    }
  }),
}
