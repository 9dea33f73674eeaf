const en = {
  each: ({ name, amount, walletNo }: { name: string; amount: string; walletNo: string }) =>
    `${name}: ${amount} (wallet ${walletNo})`,
  none: 'You have no wallet yet. Grab a red packet in a chat, and you have one.',
}

const zh: typeof en = {
  each: ({ name, amount, walletNo }) => `${name}：${amount}（钱包 ${walletNo}）`,
  none: '你还没有钱包。在群里抢一个红包就有了。',
}

/** Words of a list of wallets. */
export const walletLines = { en, zh }
