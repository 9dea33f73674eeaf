import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type BotProgram, folderOfTest, startBotProgram } from '../support/bot-program.js'
import { type FakeUser, startFakeDiscord } from '../support/discord/fake-discord.js'
import { startFakeTelegram } from '../support/telegram/fake-telegram.js'
import { compileShim, whyNoShim } from '../torture/compile-shim.js'

/** The real program on a disk that can be made slow: every flush then takes two seconds longer. */
class SlowDisk {
  private readonly when: string
  readonly program: BotProgram

  constructor(settings: Record<string, string>) {
    const folder = folderOfTest()
    this.when = join(folder, 'slow')
    this.program = startBotProgram(
      {
        ...settings,
        LD_PRELOAD: compileShim(folder, 'test/thread/slow-disk-shim.c'),
        SLOW_WHEN: this.when,
        SLOW_MILLIS: '2000',
      },
      folder,
    )
  }

  get monitor(): string | undefined {
    return /http:\/\/127\.0\.0\.1:\d+/.exec(this.program.output())?.[0]
  }

  slow(): void {
    writeFileSync(this.when, '')
  }

  fast(): void {
    rmSync(this.when)
  }

  async isHealthy(): Promise<boolean> {
    return (await fetch(`${this.monitor}/healthz`)).status === 200
  }

  /** Resolves with whether the program said that it isn't healthy before `work` was over. */
  async toldWhile(work: Promise<unknown>): Promise<boolean> {
    let over = false
    let told = false
    const end = () => {
      over = true
    }
    work.then(end, end)
    while (!over && !told) told = !(await this.isHealthy())
    await work
    return told
  }

  async stop(): Promise<number | null> {
    this.program.child.kill('SIGTERM')
    return await this.program.ended
  }
}

const why = whyNoShim()
describe.skipIf(why)(
  `while every flush of the disk takes two seconds${why ? ` (skipped: ${why})` : ''}`,
  () => {
    test('Discord gets every acknowledgement in time, and everyone is told what really happened', async () => {
      const fake = await startFakeDiscord()
      onTestFinished(() => fake.close())
      const disk = new SlowDisk({ DISCORD_TOKEN: fake.token, DISCORD_API_ROOT: fake.apiRoot })
      const channel = fake.addGuild('Tea House').addChannel('lobby')
      const ada = channel.guild?.addMember('ada', { manageGuild: true }) as FakeUser
      const crowd = ['wei', 'lan', 'bo', 'jia', 'ming'].map((name) =>
        channel.guild?.addMember(name),
      ) as FakeUser[]
      await disk.program.says('Discord is connected')
      await ada.slash(channel, 'topup', { member: ada, amount: '10', reason: 'to begin', quiet: true })
      await (await ada.slash(channel, 'redpacket', { amount: '5', count: 5, kind: 'equal' })).final()
      const card = await fake.waitFor(() => channel.publicMessages[0], 'the card')
      const grab = card.button('Grab').customId

      disk.slow()
      const everything = Promise.all([
        ...crowd.map((member) => member.click(card, grab)),
        ada.slash(channel, 'wallet'),
        ada.slash(channel, 'transfer', { member: crowd[0] as FakeUser, amount: '2' }),
        ada.slash(channel, 'redpacket'),
        ada.autocomplete(channel, 'envelope', 'number', ''),
        ada.slash(channel, 'leaderboard ranks'),
      ])
      const told = await disk.toldWhile(
        everything.then((all) => Promise.all(all.filter(({ reply }) => reply).map((each) => each.final()))),
      )
      const results = await everything
      disk.fast()
      expect(results.map(({ outcome }) => outcome)).not.toContain('failed')
      expect(told).toBe(true)
      for (const each of results.slice(0, crowd.length))
        expect((await each.final()).text).toContain('You got')
      await fake.waitFor(() => card.text.includes('All grabbed'), 'the finished card')
      expect((await (await ada.slash(channel, 'wallet')).final()).text).toContain('3\\.00')
      expect((await (await (crowd[0] as FakeUser).slash(channel, 'wallet')).final()).text).toContain('3\\.00')
      expect(await disk.isHealthy()).toBe(true)
      expect(fake.sessions).toBe(1)
      expect(fake.violations).toEqual([])
      expect(await disk.stop()).toBe(0)
      expect(disk.program.output()).not.toMatch(/"level":(?:50|60)/)
    })

    test('Telegram gets every answer, or its confirmation in private, and each tap is paid once', async () => {
      const fake = await startFakeTelegram()
      onTestFinished(() => fake.close())
      const disk = new SlowDisk({ TELEGRAM_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot })
      const group = fake.addGroup('Tea House')
      const admin = group.someAdmin
      const crowd = ['Lan', 'Wei', 'Ming', 'Bo', 'Jia'].map((name) => group.addMember(name))
      await disk.program.says('Telegram is connected')
      admin.command(group, ['/topup ', admin, ' 100 to begin'])
      await fake.waitFor(
        () => group.botMessages.some(({ text }) => text.includes(' topped up ')),
        'the money',
      )
      admin.command(group, '/redpacket 5 5 equal')
      const card = await fake.waitFor(
        () => group.botMessages.find(({ text }) => text.startsWith('🧧')),
        'the card',
      )

      disk.slow()
      const taps = await Promise.all(crowd.map((member) => member.press(card, /Grab/)))
      disk.fast()
      for (const { text } of taps) expect(text).toContain('You got')
      await fake.waitFor(() => card.text.includes('All grabbed'), 'the finished card')
      expect(fake.violations).toEqual([])
      expect(await disk.stop()).toBe(0)
      expect(disk.program.output()).not.toMatch(/"level":(?:50|60)/)
    })
  },
)
