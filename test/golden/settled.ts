import type { App } from '../../src/app/app.js'

/** Resolves when every card is up to date, and everything that is due below it or to its sender was told. */
export async function settled(app: App): Promise<void> {
  for (;;) {
    let forget = () => {}
    const next = new Promise<void>((resolve) => {
      forget = app.onCommit(resolve)
    })
    const { board } = app
    const upToDate = (await app.pendingMessages()) === 0
    const waiting = [await board.resultsToPost(), await board.platformsToNotify()].flat()
    if (upToDate && waiting.length === 0) {
      forget()
      return
    }
    await next
    forget()
  }
}
