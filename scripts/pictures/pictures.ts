import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../test/support/chromium.js'
import { type RunningProgram, startProgram } from '../../test/support/running-program.js'
import { temporaryFolder } from '../../test/support/temporary-folder.js'
import { cardsPage } from './cards.js'
import { Recorder } from './recorder.js'

// Makes every picture in the documents: npm run pictures.

const FOLDER = 'docs/images'
const PHONE = { width: 360, height: 640 }
const DESKTOP = { width: 1280, height: 760 }
const GIF_SCALE = 1.5
const GIF_COLOURS = 255
const TIME_ZONE = 'Asia/Shanghai'

const SCENES = {
  en: {
    locale: 'en-GB',
    greeting: 'Well done, team!',
    line: '/redpacket 88 4 Well done, team!',
    talk: [
      ['alice', 'The release is out 🎉'],
      ['lan', 'Red packet please 🧧'],
    ],
  },
  zh: {
    locale: 'zh-CN',
    greeting: '大家辛苦了！',
    line: '/红包 88 4 大家辛苦了！',
    talk: [
      ['alice', '新版本上线啦 🎉'],
      ['lan', '老板发红包 🧧'],
    ],
  },
} as const
type Language = keyof typeof SCENES

async function main(): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('The pictures need Chromium. Install it, or set CHROMIUM to its path.')
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
  try {
    for (const language of ['en', 'zh'] as const) {
      await withPlayground(async ({ url }) => {
        await filmGrab(browser, url, language)
        await photographPhone(browser, url, language)
        await photographDesktop(browser, url, language)
      })
      await photographCards(browser, language)
    }
  } finally {
    await browser.close()
  }
}

/** Runs the program on an empty database. */
async function withPlayground(use: (program: RunningProgram) => Promise<void>): Promise<void> {
  const { folder, remove } = temporaryFolder()
  try {
    const program = await startProgram(folder)
    try {
      await use(program)
    } finally {
      await program.stop()
    }
  } finally {
    remove()
  }
}

interface Visit {
  readonly language: Language
  readonly viewport: { width: number; height: number }
  readonly scale?: number
  readonly dark?: boolean
  readonly user?: string
  /** True to install a clock in the page that can be paused. */
  readonly stoppable?: boolean
}

/** Opens the playground as a member of the chat. */
async function visit(browser: Browser, url: string, options: Visit): Promise<Page> {
  const { language, viewport, scale = 1, dark = false, user = 'mei', stoppable = false } = options
  const context = await browser.newContext({
    locale: SCENES[language].locale,
    timezoneId: TIME_ZONE,
    viewport,
    deviceScaleFactor: scale,
    colorScheme: dark ? 'dark' : 'light',
    bypassCSP: true,
  })
  await context.addInitScript((actor) => localStorage.setItem('luckymoney.actor', actor), user)
  const page = await context.newPage()
  if (stoppable) await page.clock.install()
  await page.goto(url)
  await page.getByTestId('composer').waitFor()
  return page
}

async function act(page: Page, user: string): Promise<void> {
  await page.getByTestId(`member-${user}`).click()
  await page.locator(`[data-testid=member-${user}] input:checked`).waitFor({ state: 'attached' })
}

async function say(page: Page, user: string, line: string): Promise<void> {
  await act(page, user)
  await page.getByTestId('composer').fill(line)
  const answered = page.waitForResponse('**/api/say')
  await page.getByTestId('send').click()
  await answered
}

async function grab(page: Page, user: string): Promise<void> {
  await act(page, user)
  const answered = page.waitForResponse('**/api/tap')
  await page.getByTestId('grab').last().click()
  await answered
}

/** Films a red packet: one member sends it, others grab, and the visitor grabs too. */
async function filmGrab(browser: Browser, url: string, language: Language): Promise<void> {
  const { line, talk } = SCENES[language]
  const others = await visit(browser, url, { language, viewport: DESKTOP })
  for (const [user, text] of talk) await say(others, user, text)
  const page = await visit(browser, url, {
    language,
    viewport: PHONE,
    scale: GIF_SCALE,
    user: 'ming',
    stoppable: true,
  })
  await page.clock.pauseAt(Date.now() + 3_000)
  const film = new Recorder(page)
  await film.film(400)
  await say(others, 'mei', line)
  const card = page.locator('.card').last()
  await card.waitFor()
  await film.film(1_000)
  await grab(others, 'lan')
  await card.getByTestId('grabbed-by').waitFor()
  await film.film(700)
  const answered = page.waitForResponse('**/api/tap')
  await tap(page, film, '[data-testid=grab]')
  await answered
  // The seal spins, the flap lifts and the amount counts up by the page's clock, which stands still between frames.
  await film.film(2_200)
  await page.getByTestId('reveal').waitFor()
  await film.film(1_200)
  await page.getByTestId('reveal').click()
  await film.film(300)
  for (const user of ['ben', 'chloe']) {
    await grab(others, user)
    await film.film(500)
  }
  await tap(page, film, '[data-testid=open-sheet]')
  await page.getByTestId('luckiest').waitFor()
  await film.film(500)
  await film.hold(2_400)
  const encoder = await browser.newPage()
  write(
    `grab-${language}.gif`,
    await film.gif(encoder, PHONE.width * GIF_SCALE, PHONE.height * GIF_SCALE, GIF_COLOURS),
  )
  for (const opened of [encoder, page, others]) await opened.context().close()
}

/** Shows a finger at the target, then taps it. */
async function tap(page: Page, film: Recorder, selector: string): Promise<void> {
  const target = page.locator(selector).last()
  const box = await target.boundingBox()
  if (!box) throw new Error(`not visible: ${selector}`)
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.evaluate(({ x, y }) => {
    const finger = document.createElement('div')
    finger.id = 'finger'
    finger.style.cssText = `position:fixed;z-index:9;left:${x - 18}px;top:${y + 6}px;width:36px;height:36px;border-radius:50%;pointer-events:none;background:rgb(255 255 255/55%);border:2px solid rgb(0 0 0/45%)`
    document.body.append(finger)
  }, centre)
  await film.film(400)
  await target.click()
  await film.film(80)
  await page.evaluate(() => document.getElementById('finger')?.remove())
}

/** Photographs the phone page: the form for a red packet, the account log, and the answer of Verify. */
async function photographPhone(browser: Browser, url: string, language: Language): Promise<void> {
  const page = await visit(browser, url, { language, viewport: PHONE, scale: 2, user: 'ming' })
  await page.getByTestId('open-send-dialog').click()
  await page.getByTestId('send-dialog').waitFor()
  await page.getByTestId('amount').fill('20')
  await page.getByTestId('count').fill('5')
  await page.waitForTimeout(600)
  write(`phone-form-${language}.png`, await page.screenshot())
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-books').click()
  await page.getByTestId('trade').first().waitFor()
  await page.waitForTimeout(600)
  write(`phone-log-${language}.png`, await page.screenshot())
  await page.getByTestId('tab-chat').click()
  await page.getByTestId('open-sheet').last().click()
  await page.getByTestId('verify').click()
  await page.locator('.private').last().waitFor()
  await page.waitForTimeout(600)
  write(`phone-verify-${language}.png`, await page.screenshot())
  await page.context().close()
}

/** Photographs the page on a wide screen, light and dark. */
async function photographDesktop(browser: Browser, url: string, language: Language): Promise<void> {
  for (const dark of [false, true]) {
    const page = await visit(browser, url, { language, viewport: DESKTOP, dark, user: 'ming' })
    await page.getByTestId('trade').first().waitFor()
    await page.waitForTimeout(600)
    write(`playground-${language}${dark ? '-dark' : ''}.png`, await page.screenshot())
    await page.context().close()
  }
}

/** Draws the cards of both platforms from the messages that the bot sends there. */
async function photographCards(browser: Browser, language: Language): Promise<void> {
  const context = await browser.newContext({
    locale: SCENES[language].locale,
    viewport: { width: 960, height: 700 },
    deviceScaleFactor: 2,
  })
  const page = await context.newPage()
  await page.setContent(cardsPage(language, { greeting: SCENES[language].greeting, timeZone: TIME_ZONE }))
  await page.waitForTimeout(300)
  for (const platform of ['discord', 'telegram'])
    write(`${platform}-card-${language}.png`, await page.locator(`#${platform}`).screenshot())
  await context.close()
}

function write(name: string, bytes: Buffer): void {
  writeFileSync(join(FOLDER, name), bytes)
  console.log(`${name}  ${Math.round(bytes.length / 1024)} KB`)
}

await main()
