import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** The page, ready to serve. */
export interface Page {
  /** Contains the token. */
  readonly html: string
  readonly script: string
  readonly style: string
  readonly icon: string
}

/** Bundles the page's sources in `folder`. Rejects when the build fails. */
export async function buildPage(token: string, folder: string): Promise<Page> {
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const icon = await readFile(join(folder, 'icon.svg'), 'utf8')
  const script = bundle(join(folder, 'main.tsx'))
  const style = bundle(join(folder, 'style.css'))
  return { html: html.replaceAll('%TOKEN%', token), script, style, icon }
}

/** Synchronous, so that esbuild leaves no child process behind. */
function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles[0]?.text ?? ''
}
