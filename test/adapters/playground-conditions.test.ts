import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGUMENTS, findChromium } from '../support/chromium.js'
import { act, answer, newCard, say, state } from '../support/page.js'
import { type RunningProgram, startProgram } from '../support/running-program.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { Visits } from '../support/visits.js'

const executablePath = findChromium()
const title = executablePath
  ? 'conditions on the page'
  : 'conditions on the page (skipped: no chromium here; set CHROMIUM to its path)'

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
  const visit = () => visits.to(program.url, { locale: 'en-GB', reducedMotion: 'reduce' })

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
