import { openStore } from '../integrity/open.js'
import { isOfEarlierVersion } from '../integrity/snapshot.js'

/**
 * Brings a copy of an earlier version's database up to date, as a start of the bot does with its own; leaves any other
 * as it is. Throws StoreRefused when the copy isn't safe to use.
 */
export async function upgradeCopy(copy: string, ledgerKeyFile: string): Promise<void> {
  if (!isOfEarlierVersion(copy)) return
  const onFatal = (error: Error) => {
    throw error
  }
  const store = await openStore({ file: copy, ledgerKeyFile, onFatal })
  await store.close()
}
