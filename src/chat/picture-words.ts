const en = {
  /** Describes the picture of a card to people who can’t see it. */
  cover: ({ theme, greeting }: { theme: string; greeting: string }) => `Red packet, ${theme}: ${greeting}`,
}

const zh: typeof en = {
  cover: ({ theme, greeting }) => `红包封面（${theme}）：${greeting}`,
}

/** Words of pictures. */
export const pictureWords = { en, zh, 'zh-latin': zh }
