const en = {
  argument: {
    name: 'reason',
    about: 'Why; everyone can read it',
    ask: 'Why? Add a reason after the amount.',
  },
  missing: 'No money moved: add a reason after the amount.',
  tooLong: ({ max }: { max: number }) => `No money moved: a reason has at most ${max} characters.`,
}

const zh: typeof en = {
  argument: { name: '理由', about: '理由，会公开记账', ask: '请在金额后面写上理由。' },
  missing: '没有执行：请在金额后面写上理由。',
  tooLong: ({ max }) => `没有执行：理由最多 ${max} 个字。`,
}

/** Words about the reason that top-ups and deductions must have. */
export const reasons = { en, zh }
