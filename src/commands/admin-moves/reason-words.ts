const en = {
  argument: { name: 'reason', about: 'Why; it stays in the books', ask: 'Say why, after the amount.' },
  missing: 'Say why, after the amount: the reason stays in the books.',
  tooLong: ({ max }: { max: number }) =>
    `A reason has at most ${max} characters. Make it shorter; no money moved.`,
}

const zh: typeof en = {
  argument: { name: '理由', about: '为什么；会记入账本', ask: '请在金额后写上理由。' },
  missing: '请在金额后写上理由，理由会记在账上。',
  tooLong: ({ max }) => `理由最多 ${max} 个字，请缩短。资金没有变动。`,
}

/** Words about the reason that top-ups and deductions must have. */
export const reasons = { en, zh }
