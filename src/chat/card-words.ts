const en = {
  title: ({ sender }: { sender: string }) => `${sender} sent a red packet`,
  commitment: 'Sealed as',
}

const zh: typeof en = {
  title: ({ sender }) => `${sender} 发了一个红包`,
  commitment: '防作弊指纹',
}

/** Words that only cards in a chat have. */
export const chatCardWords = { en, zh, 'zh-latin': zh }
