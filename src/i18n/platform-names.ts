const NAMES: Readonly<Record<string, string>> = {
  discord: 'Discord',
  telegram: 'Telegram',
  playground: 'Playground',
}

/** What people call a platform; its own id when it is none that they know. */
export function platformName(platform: string): string {
  return NAMES[platform] ?? platform
}
