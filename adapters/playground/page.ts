import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The page, ready to serve. */
export interface Page {
  /** Contains the token. */
  readonly html: string
  readonly script: string
  readonly style: string
  readonly icon: string
}

/** Reads the page as bundled into `folder`. */
export async function readPage(token: string, folder: string): Promise<Page> {
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const [html, script, style, icon] = await Promise.all([
    ...[read('index.html'), read('main.js'), read('style.css'), read('icon.svg')],
  ] as const)
  return { html: html.replaceAll('%TOKEN%', token), script, style, icon }
}
