const en = {
  welcome: ({ amount }: { amount: string }) => `Welcome! Here’s ${amount} to get you started.`,
}

const zh: typeof en = {
  welcome: ({ amount }) => `欢迎！送你 ${amount} 作为新人红利。`,
}

/** Said below the reply to a newcomer's first command. */
export const startingWords = { en, zh, 'zh-latin': zh }
