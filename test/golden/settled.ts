import type { App } from '../../src/app/app.js'

/** Resolves when every card is up to date. */
export async function settled(app: App): Promise<void> {
  for (;;) {
    let forget = () => {}
    const next = new Promise<void>((resolve) => {
      forget = app.onCommit(resolve)
    })
    if ((await app.pendingMessages()) === 0) {
      forget()
      return
    }
    await next
    forget()
  }
}
