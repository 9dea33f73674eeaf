const en = {
  each: ({ name, amount }: { name: string; amount: string }) => `${name}: ${amount}`,
  none: 'You don’t have a wallet yet. Grab a red packet in a group to get one.',
}

const zh: typeof en = {
  each: ({ name, amount }) => `${name}：${amount}`,
  none: '你还没有钱包，去群里抢一个红包就有了。',
}

/** Words of a list of wallets. */
export const walletLines = { en, zh }
