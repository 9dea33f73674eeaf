import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Acts as another member. */
export async function act(page: Page, user: string): Promise<void> {
  await page.getByTestId(`member-${user}`).click()
  await page.locator(`[data-testid=member-${user}] input:checked`).waitFor({ state: 'attached' })
}

/** Types a line at once and sends it; resolves when the server has answered. */
export async function say(page: Page, line: string): Promise<void> {
  await page.getByTestId('composer').fill(line)
  const answered = page.waitForResponse('**/api/say').catch(() => undefined)
  await page.getByTestId('send').click()
  await answered
}

/** Waits for the newest private answer to read like this. */
export async function answer(page: Page, words: RegExp): Promise<void> {
  await expect
    .poll(async () => page.locator('.private-text').last().textContent({ timeout: 1_000 }))
    .toMatch(words)
}

/** Returns the card that `cause` creates. */
export async function newCard(page: Page, cause: () => Promise<void>): Promise<Locator> {
  const cards = page.locator('[data-testid^="card-"]')
  const before = await cards.count()
  await cause()
  await expect.poll(() => cards.count()).toBe(before + 1)
  return page.getByTestId((await cards.last().getAttribute('data-testid')) ?? '')
}

export async function numberOf(card: Locator): Promise<string> {
  return ((await card.getAttribute('data-testid')) ?? '').slice('card-'.length)
}

export async function state(card: Locator, wanted: string): Promise<void> {
  await expect.poll(() => card.getAttribute('data-state')).toBe(wanted)
}

/** Returns the newest trade, once it has this type. */
export async function newestTrade(page: Page, type: string): Promise<Locator> {
  const newest = page.getByTestId('trade').first()
  await expect.poll(() => newest.getAttribute('data-type')).toBe(type)
  return page.locator(`[data-trade="${await newest.getAttribute('data-trade')}"]`)
}

/** Returns a trade's entries as shown, in minor units. */
export async function entriesOf(trade: Locator) {
  const entries = await trade.getByTestId('entry').all()
  return Promise.all(
    entries.map(async (entry) => ({
      account: await entry.getAttribute('data-account'),
      amount: amountIn(await entry.locator('.entry-amount').innerText()),
      balance: amountIn(await entry.locator('.entry-balance').innerText()),
    })),
  )
}

export async function balance(page: Page, user: string): Promise<number> {
  return amountIn(await page.getByTestId(`balance-${user}`).innerText())
}

/** Returns the first amount in a text, in minor units. */
export function amountIn(text: string): number {
  const match = /([−+-]?)\D{0,4}?([\d,]+)\.(\d\d)(?!\d)(?! s)/u.exec(text)
  if (!match) throw new Error(`no amount in: ${text}`)
  const minor = Number(`${match[2]}${match[3]}`.replaceAll(',', ''))
  return match[1] === '−' || match[1] === '-' ? -minor : minor
}

/** Presses Tab until this has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 300; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${selector}`)
}

/** Returns everything that reaches beyond the window's edges, except text for screen readers only. */
export function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => !element.closest('.visually-hidden, .skip-link, .packet-words'))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        return width > 0 && (right > innerWidth + 0.5 || left < -0.5)
      })
      .map((element) => `${element.tagName}.${element.getAttribute('class')}`),
  )
}
