const en = {
  member: { name: 'member', about: 'Which member', ask: 'Who? Mention them with @.' },
  amount: { name: 'amount', about: 'How much, such as 88 or 8.88', ask: 'How much? For example 88.' },
  quiet: { name: 'quiet', about: 'Don’t announce it in the channel' },
  envelope: {
    name: 'number',
    about: 'Which red packet',
    ask: 'Which red packet? Its number is on the card.',
  },
  /** Behind a button that confirms. */
  sure: { name: 'sure', about: 'Confirm' },
}

const zh: typeof en = {
  member: { name: '成员', about: '哪位成员', ask: '请写明是谁，例如 @小兰。' },
  amount: { name: '金额', about: '多少钱，例如 88 或 8.88', ask: '请写金额，例如 88。' },
  quiet: { name: '不通知', about: '不公布，只有你能看到结果' },
  envelope: { name: '编号', about: '哪个红包', ask: '请写红包编号，编号在卡片上。' },
  /** Behind a button that confirms. */
  sure: { name: 'sure', about: '确认' },
}

/** Words of arguments that several commands take. */
export const argumentWords = { en, zh }
