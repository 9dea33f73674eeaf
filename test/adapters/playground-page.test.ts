import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axeFindings } from '../support/axe-findings.js'
import { CHROMIUM_ARGUMENTS, findChromium } from '../support/chromium.js'
import { act, answer, newCard, numberOf, say, state } from '../support/page.js'
import { type RunningProgram, startProgram } from '../support/running-program.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { Visits } from '../support/visits.js'

const PHONE = { viewport: { width: 360, height: 700 } }
const DESK = { viewport: { width: 1360, height: 860 } }
const MOVING = { ...DESK, reducedMotion: 'no-preference' } as const

const executablePath = findChromium()
const title = executablePath
  ? 'the page for eyes, thumbs and screen readers'
  : 'the page for eyes, thumbs and screen readers (skipped: no chromium here; set CHROMIUM to its path)'

describe.skipIf(!executablePath)(title, () => {
  const { folder, remove } = temporaryFolder()
  let browser: Browser
  let program: RunningProgram

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
    program = await startProgram(folder)
  })
  afterAll(async () => {
    await browser?.close()
    await program?.stop()
    remove()
  })

  const visits = new Visits(() => browser)
  const visit = (options: BrowserContextOptions = DESK) =>
    visits.to(program.url, { locale: 'en-GB', reducedMotion: 'reduce', ...options })

  test.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])(
    'the document is never taller than the window of %s, however long the log is',
    async (_name, options) => {
      const page = await visit(options)
      for (let trade = 0; trade < 12; trade++) await say(page, `/topup @小兰 1 number ${trade}`)
      if (options === PHONE) await page.getByTestId('tab-books').click()
      await expect.poll(() => page.getByTestId('trade').count()).toBeGreaterThan(11)
      const heights = await page.evaluate(() => {
        // What find-in-page and a screen reader do with text that only they can see.
        for (const hidden of document.querySelectorAll('.visually-hidden')) hidden.scrollIntoView()
        return [document.documentElement.scrollHeight - innerHeight, scrollY, document.body.scrollTop]
      })
      expect(heights).toEqual([0, 0, 0])
    },
  )

  test('the focus moves to the grabbed amount, and then to the result', async () => {
    const page = await visit()
    await act(page, 'mei')
    const card = await newCard(page, () => say(page, '/redpacket 1 1'))
    await card.getByTestId('grab').focus()
    await page.keyboard.press('Enter')
    await card.getByTestId('reveal').waitFor()
    await state(card, 'finished')
    expect(await focused(page)).toBe('reveal')
    await page.keyboard.press('Enter')
    await card.getByTestId('reveal').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('open-sheet')
  })

  test('the focus stays on the card when another member takes the last share', async () => {
    const [page, other] = [await visit(), await visit()]
    const card = await newCard(page, () => say(page, '/redpacket 1 1'))
    await card.getByTestId('grab').focus()
    await act(other, 'ben')
    await other
      .getByTestId(`card-${await numberOf(card)}`)
      .getByTestId('grab')
      .click()
    await state(card, 'finished')
    expect(await focused(page)).toBe('open-sheet')
  })

  test('the seal says who cannot grab, and a tap on it gets a friendly answer', async () => {
    const page = await visit()
    await act(page, 'mei')
    const chosen = await newCard(page, () => say(page, '/redpacket 1 1 for @Ben'))
    expect(await chosen.getByTestId('grab').innerText()).toBe('🔒')
    await chosen.getByTestId('grab').click()
    await answer(page, /for other people/)
    expect(await page.getByTestId('private').last().getAttribute('data-tone')).toBe('info')
    const equal = await newCard(page, () => say(page, '/redpacket 1 each 2'))
    expect(await equal.getByTestId('grab').innerText()).toBe('waiting')
    await equal.getByTestId('grab').click()
    await answer(page, /for the others to grab/)
    expect(await page.getByTestId('private').last().getAttribute('data-tone')).toBe('info')
    await act(page, 'ben')
    expect(await chosen.getByTestId('grab').innerText()).toBe('Grab')
    expect(await equal.getByTestId('grab').innerText()).toBe('Grab')
  })

  test('the admin adds exactly the amount missing for the red packet', async () => {
    const page = await visit()
    await act(page, 'diego')
    await page.getByTestId('open-send-dialog').click()
    await page.getByTestId('amount').fill('12345.67')
    await page.getByTestId('count').fill('5')
    await page.getByTestId('ask-admin').click()
    await page.getByTestId('ask-admin').waitFor({ state: 'detached' })
    const card = await newCard(page, () => page.getByTestId('send-packet').click())
    expect(await card.getByTestId('progress').innerText()).toBe('0/5 grabbed')
    await page
      .getByTestId('balance-diego')
      .filter({ hasText: /\D0\.00$/ })
      .waitFor()
  })

  test('the request goes out with the tap, and the amount is shown once the seal has spun', async () => {
    const page = await visit(MOVING)
    const card = await newCard(page, () => say(page, '/redpacket 1 1'))
    const release = await holdTaps(page)
    await page.evaluate(recordStages)
    const asked = page.waitForRequest('**/api/tap')
    await card.getByTestId('grab').click()
    await asked
    await card.locator('[data-stage=waiting]').waitFor()
    await release()
    await card.getByTestId('reveal').waitFor()
    const stages = await page.evaluate(() => document.body.dataset.stages)
    expect(stages).toBe('spinning waiting lifting counting done')
    expect(await card.locator('.reveal-amount').innerText()).toMatch(/1\.00$/)
    expect(await card.getByTestId('reveal').innerText()).toContain('In your wallet')
  })

  test('Escape skips to the amount, and from there to the list of who got what', async () => {
    const page = await visit(MOVING)
    const card = await newCard(page, () => say(page, '/redpacket 1 1'))
    const release = await holdTaps(page)
    await page.evaluate(recordStages)
    await card.getByTestId('grab').click()
    await card.getByTestId('opening').waitFor()
    await page.keyboard.press('Escape')
    await release()
    await card.getByTestId('to-sheet').click()
    expect(await page.evaluate(() => document.body.dataset.stages)).toMatch(/^(spinning )?waiting done$/)
    expect(await card.getByTestId('sheet-amount').innerText()).toContain('1.00')
    await card.getByTestId('reveal').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await card.getByTestId('sheet').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('open-sheet')
  })

  test('a tap that gets a sentence shows it on the packet, and without motion only in the chat', async () => {
    const moving = await visit(MOVING)
    const card = await newCard(moving, () => say(moving, '/redpacket 1 1 draw in 1h'))
    await moving.evaluate(recordStages)
    await card.getByTestId('grab').click()
    await moving.locator('body[data-told^="You’re in"]').waitFor({ state: 'attached' })
    const still = await visit()
    const same = still.getByTestId(`card-${await numberOf(card)}`)
    await act(still, 'ben')
    await same.getByTestId('grab').click()
    await answer(still, /You’re in/)
    expect(await same.getByTestId('opening').count()).toBe(0)
  })

  test.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])('every control on %s is 44 pixels high and has a unique name', async (_name, options) => {
    const page = await visit(options)
    for (let card = 0; card < 2; card++) await newCard(page, () => say(page, '/redpacket 1 1'))
    for (const pane of options === PHONE ? ['chat', 'members', 'books'] : ['chat']) {
      if (options === PHONE) await page.getByTestId(`tab-${pane}`).click()
      expect(await smallOnes(page)).toEqual([])
      expect(await sameNames(page.locator('.page'))).toEqual([])
    }
    if (options === PHONE) await page.getByTestId('tab-chat').click()
    await page.getByTestId('open-send-dialog').click()
    await page.getByTestId('more').locator('summary').click()
    await page.getByText('Only some').click()
    expect(await smallOnes(page)).toEqual([])
    expect(await sameNames(page.getByTestId('send-dialog'))).toEqual([])
  })

  test('no coin covers the amount', async () => {
    const page = await visit(MOVING)
    const card = await newCard(page, () => say(page, '/redpacket 1 1'))
    await card.getByTestId('grab').click()
    await card.getByTestId('reveal').waitFor()
    const covered = await card.locator('.reveal-amount').evaluate((amount) => {
      const packet = amount.closest('.opened-packet') as HTMLElement
      packet.style.animation = 'none'
      const box = amount.getBoundingClientRect()
      const around = packet.getBoundingClientRect()
      const coins = [...document.querySelectorAll<HTMLElement>('.coin')]
      // Every coin at the worst place of its flight, each over a different part of the amount.
      for (const [index, coin] of coins.entries()) {
        coin.style.cssText = 'opacity: 1; animation: none; line-height: 1'
        coin.style.left = `${box.left - around.left + (box.width * index) / coins.length}px`
        coin.style.top = `${box.top - around.top}px`
      }
      return coins.filter((coin) => {
        const { left, right, top, bottom } = coin.getBoundingClientRect()
        return document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === coin
      }).length
    })
    expect(covered).toBe(0)
  })

  test.each(['en-GB', 'zh-CN'])(
    'the brand and the hint of the message box fit on a phone (%s)',
    async (locale) => {
      const page = await visit({ ...PHONE, locale })
      const cut = await page.evaluate(() => {
        const brand = document.querySelector('.toolbar h1') as HTMLElement
        const field = document.querySelector('#composer') as HTMLInputElement
        const { paddingLeft, paddingRight } = getComputedStyle(field)
        const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
        const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
        const hint = getComputedStyle(field, '::placeholder')
        pen.font = `${hint.fontWeight} ${hint.fontSize} ${hint.fontFamily}`
        return {
          brand: brand.innerText.startsWith('Luckymoney') && getComputedStyle(brand).color,
          overflow: brand.scrollWidth - brand.clientWidth,
          hint: pen.measureText(field.placeholder).width <= room,
        }
      })
      expect(cut).toEqual({ brand: 'rgb(255, 243, 214)', overflow: 0, hint: true })
    },
  )

  test('a newcomer meets a lively group and takes a tour once', async () => {
    const own = temporaryFolder()
    onTestFinished(own.remove)
    const lively = await startProgram(own.folder, 0, { lively: true })
    onTestFinished(async () => void (await lively.stop()))
    const page = await visits.to(lively.url, { locale: 'en-GB', reducedMotion: 'reduce', ...DESK })
    await page.getByTestId('message').first().waitFor()
    await page.getByTestId('grabbed-by').waitFor()
    for (const step of ['1', '2', '3', '4']) {
      await page
        .getByTestId('tour')
        .filter({ hasText: `${step} of 4` })
        .waitFor()
      await page.getByTestId('next-step').click()
    }
    await page.getByTestId('tour').waitFor({ state: 'detached' })
    await page.getByText('Lively group').click()
    await page.getByText('Sound and vibration').click()
    await page.reload()
    await page.getByTestId('composer').waitFor()
    expect(await page.getByTestId('tour').count()).toBe(0)
    expect(await page.getByTestId('switch-lively').isChecked()).toBe(false)
    expect(await page.getByTestId('switch-sound').isChecked()).toBe(true)
  })

  test.each([
    ['light', 'en-GB', DESK],
    ['dark', 'zh-CN', PHONE],
  ] as const)('axe finds nothing to improve (%s, %s)', async (colorScheme, locale, size) => {
    const page = await visit({ ...size, colorScheme, locale })
    const isPhone = size === PHONE
    const findings: string[] = []
    const look = async (state: string) =>
      findings.push(...(await axeFindings(page)).map((found) => `${state}: ${found}`))
    const taken = await newCard(page, () => say(page, '/redpacket 2 2 theme mid_autumn wish-wall'))
    await newCard(page, () => say(page, '/redpacket 1 1 theme easter'))
    await say(page, '/history')
    await say(page, '/leaderboard')
    await taken.getByTestId('grab').click()
    await page.getByTestId('answer-field').fill('Peace')
    await look('form')
    await page.getByTestId('send-packet').click()
    await taken.getByTestId('reveal').waitFor()
    await look('amount')
    await taken.getByTestId('to-sheet').click()
    await look('sheet')
    await page.keyboard.press('Escape')
    await page.getByTestId('sheet').waitFor({ state: 'detached' })
    for (const pane of isPhone ? ['members', 'books'] : []) {
      await page.getByTestId(`tab-${pane}`).click()
      await look(pane)
    }
    expect(findings).toEqual([])
  })

  test('a card on a phone is low, even with the longest greeting and quiz', async () => {
    const page = await visit({ ...PHONE, locale: 'zh-CN' })
    const plain = await newCard(page, () => say(page, '/红包 1 1'))
    expect((await plain.boundingBox())?.height).toBeLessThan(135)
    const quiz = `${'问'.repeat(119)}？ ${['甲', '乙', '丙', '丁'].map((sign) => sign.repeat(40)).join(' / ')}`
    const long = await newCard(page, () => say(page, `/redpacket 1 1 quiz ${quiz}; ${'祝'.repeat(120)}`))
    expect((await long.boundingBox())?.height).toBeLessThan(PHONE.viewport.height * 0.6)
  })

  test('a new one-day red packet says 24 h left', async () => {
    const page = await visit()
    const card = await newCard(page, () => say(page, '/redpacket 1 1'))
    expect(await card.getByTestId('ending').innerText()).toMatch(/⏳ (24 h|23 h 59 min) left/)
  })

  describe('conditions', () => {
    test('Grab opens a dialog that asks for the password, and again after a wrong one', async () => {
      const page = await visit()
      const card = await newCard(page, () => say(page, '/redpacket 1 1 password sesame secret'))
      expect(await card.innerText()).not.toContain('sesame')
      await act(page, 'mei')
      await card.getByTestId('grab').click()
      const dialog = page.getByTestId('send-dialog')
      await expect.poll(() => dialog.innerText()).toContain('What’s the password?')
      await dialog.getByTestId('answer-field').fill('rice')
      await dialog.getByTestId('send-packet').click()
      await expect.poll(() => dialog.innerText()).toContain('4 tries left')
      await dialog.getByTestId('answer-field').fill(' SESAME')
      await dialog.getByTestId('send-packet').click()
      await state(card, 'finished')
      await expect.poll(() => card.innerText()).toContain('The password was “sesame”.')
      await expect.poll(() => dialog.count()).toBe(0)
    })

    test('a quiz has a button for each answer, and says privately that one was wrong', async () => {
      const page = await visit()
      const card = await newCard(page, () => say(page, '/redpacket 2 2 quiz 1+1? 2 / 3'))
      const lines = (await card.innerText()).split('\n')
      const shown = lines.find((line) => /^A\. /.test(line)) ?? ''
      const [right, wrong] = shown.startsWith('A. 2') ? ['A', 'B'] : ['B', 'A']
      await act(page, 'mei')
      await card.getByTestId(`choice-${wrong}`).click()
      await answer(page, /Wrong answer/)
      await act(page, 'ben')
      await card.getByTestId(`choice-${right}`).click()
      await card.getByTestId('reveal').waitFor()
    })

    test('a wish stands beside its name', async () => {
      const page = await visit()
      const card = await newCard(page, () => say(page, '/redpacket 1 1 wish-wall'))
      await act(page, 'mei')
      await card.getByTestId('grab').click()
      await page.getByTestId('answer-field').fill('World <b>peace</b>')
      await page.getByTestId('send-packet').click()
      await state(card, 'finished')
      await card.getByTestId('to-sheet').click()
      await expect.poll(() => card.getByTestId('claims').innerText()).toContain('“World <b>peace</b>”')
    })
  })
})

/**
 * Runs in the page. Writes the stages of an opening packet into a data attribute of the body, in order, and the sentence
 * on it into another.
 */
function recordStages(): void {
  const seen: string[] = []
  const note = () => {
    const told = document.querySelector<HTMLElement>('.packet-told')?.innerText
    if (told !== undefined) document.body.dataset.told = told
    const stage = document.querySelector<HTMLElement>('[data-stage]')?.dataset.stage
    if (stage === undefined || stage === seen.at(-1)) return
    seen.push(stage)
    document.body.dataset.stages = seen.join(' ')
  }
  new MutationObserver(note).observe(document.body, {
    ...{ subtree: true, childList: true, attributes: true },
    attributeFilter: ['data-stage'],
  })
}

/** Holds the page's taps back; resolves with the function that lets them go. */
async function holdTaps(page: Page): Promise<() => Promise<void>> {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/api/tap', async (route) => {
    await held
    await route.continue()
  })
  return async () => {
    letGo()
    await page.unrouteAll({ behavior: 'wait' })
  }
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
}

/** Returns the visible controls that are too small for a thumb. */
function smallOnes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, select, input:not([type]), input[type=text], label:has(> input)',
      ),
    ]
      .filter((control) => control.checkVisibility() && !control.matches('.skip-link'))
      .filter((control) => control.getBoundingClientRect().height < 43.9)
      .map(
        (control) => `${control.getBoundingClientRect().height}: ${control.innerText || control.className}`,
      ),
  )
}

/** Returns accessible names shared by several visible buttons or radio buttons. */
async function sameNames(part: Locator): Promise<string[]> {
  const tree = await part.ariaSnapshot()
  const names = [...tree.matchAll(/- (?:button|radio|checkbox) "((?:[^"\\]|\\.)*)"/g)].map(
    (match) => match[1] as string,
  )
  expect(names.length).toBeGreaterThan(3)
  return names.filter((name, index) => names.indexOf(name) !== index)
}
