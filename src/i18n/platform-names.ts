const NAMES: Readonly<Record<string, string>> = {
  discord: 'Discord',
  telegram: 'Telegram',
  playground: 'Playground',
}

/** Returns a platform's usual name, or its id if it has none. */
export function platformName(platform: string): string {
  return NAMES[platform] ?? platform
}
