import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

interface Tab {
  readonly page: Page
  /** Receives what the browser complains about during the current visit. */
  hear: (complaint: string) => void
}

/**
 * Visits to a page, each as by a new visitor: nothing is stored, and the page is loaded anew. Visitors with the same
 * kind of window get the same tab one after the other, because most of a visit went into starting a tab.
 */
export class Visits {
  private readonly free = new Map<string, Tab[]>()

  constructor(private readonly browser: () => Browser) {}

  /** Opens an address until the end of the test. `hear` gets errors of scripts, of loading and of the content policy. */
  async to(url: string, options: BrowserContextOptions, hear = (_complaint: string) => {}): Promise<Page> {
    const kind = JSON.stringify(options)
    const tab = this.free.get(kind)?.pop() ?? (await this.newTab(options))
    tab.hear = hear
    onTestFinished(() => this.leave(tab, options))
    await tab.page.goto(url)
    await tab.page.getByTestId('composer').waitFor()
    return tab.page
  }

  private async newTab(options: BrowserContextOptions): Promise<Tab> {
    const page = await (await this.browser().newContext(options)).newPage()
    const tab: Tab = { page, hear: () => {} }
    page.setDefaultTimeout(120_000)
    page.on('pageerror', (error) => tab.hear(String(error.stack)))
    page.on('console', (message) => {
      // Only the picture at which a tab is left has no icon of its own.
      if (message.location().url.endsWith('/favicon.ico')) return
      if (message.type() === 'error' || message.type() === 'warning') tab.hear(message.text())
    })
    page.on('dialog', (dialog) => {
      tab.hear(`a script opened a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    return tab
  }

  private async leave(tab: Tab, options: BrowserContextOptions): Promise<void> {
    tab.hear = () => {}
    const { page } = tab
    await page.evaluate(() => localStorage.clear())
    await page.mouse.move(0, 0)
    await page.emulateMedia({ colorScheme: options.colorScheme ?? null })
    // Another site would end the tab's process. When its server is gone, the tab goes too.
    const left = await page.goto(new URL('/icon.svg', page.url()).href).catch(() => undefined)
    if (!left) return await page.context().close()
    const kind = JSON.stringify(options)
    this.free.set(kind, [...(this.free.get(kind) ?? []), tab])
  }
}
