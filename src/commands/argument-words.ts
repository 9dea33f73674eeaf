const en = {
  member: { name: 'member', about: 'Who', ask: 'Say who, as @name.' },
  amount: { name: 'amount', about: 'How much, such as 88 or 8.88', ask: 'Say how much.' },
  quiet: { name: 'quiet', about: 'Don’t announce it in the channel' },
  envelope: {
    name: 'number',
    about: 'Which red packet',
    ask: 'Say which red packet: its number is on the card.',
  },
  code: { name: 'code', about: 'The code from the other side; leave it out to get one' },
  /** Behind a button that confirms. */
  sure: { name: 'sure', about: 'Confirm' },
}

const zh: typeof en = {
  member: { name: '成员', about: '哪位成员', ask: '请写明是谁，例如 @小兰。' },
  amount: { name: '金额', about: '多少钱，例如 88 或 8.88', ask: '请写金额。' },
  quiet: { name: '不通知', about: '不在频道里公布，只有你能看到结果' },
  envelope: { name: '编号', about: '哪个红包', ask: '请写红包编号，编号在卡片上。' },
  code: { name: '码', about: '另一边给的码；不填就得到一个新的码' },
  /** Behind a button that confirms. */
  sure: { name: 'sure', about: '确认' },
}

/** Words of arguments that several commands take. */
export const argumentWords = { en, zh }
