import type { App } from '../app/app.js'
import type { Entry } from '../commands/framework/define.js'
import { Forms } from '../commands/framework/forms/forms.js'
import type { PipelineOptions } from '../commands/framework/pipeline.js'
import { ENTRIES } from '../commands/registry.js'
import type { Log } from '../log.js'
import type { Platform } from './platform.js'
import { RateLimiter } from './rate-limiter.js'
import { reconcileSeldom } from './reconcile-seldom.js'
import type { ReplyPictures } from './reply-pictures.js'

export interface BotOptions {
  readonly app: App
  readonly token: string
  /** Address of the platform’s API, without a slash at the end; for a proxy or a test. */
  readonly apiRoot?: string
  readonly log: Log
  /** All commands; ENTRIES by default. */
  readonly entries?: readonly Entry[]
  /** Draws the pictures of replies; without it, replies are text. */
  readonly pictures?: ReplyPictures
  /** Called with the code of every error of the platform. */
  readonly onError?: (code: string) => void
  /** Called before every request to the platform; throws, or ends the program, when it may make none. */
  readonly beforeRequest?: () => void
}

/** A platform that is reached over the network with a token. */
export interface Bot {
  readonly platform: Platform
  /**
   * Connects ahead of `start`, so that nothing is missed between another program's stop and the start of this one. Keeps
   * what arrives for a moment, answers nothing, and rejects like `start`. Absent where the platform keeps it.
   */
  listen?(): Promise<void>
  /**
   * Connects, retrying while the platform is unreachable. Rejects with LoginRefused when the token is not
   * known there.
   */
  start(): Promise<void>
  /** Returns whether it is connected and could take a click now. */
  ready(): boolean
  /**
   * Stops accepting work; resolves when everything in progress is done and answered. `handingOver`: another program has
   * connected ahead, so what arrives meanwhile is left to it.
   */
  stop(options?: { readonly handingOver: boolean }): Promise<void>
}

/** Returns the parts of a bot’s pipeline. */
export function pipelineOptions({
  app,
  entries = ENTRIES,
  log,
  pictures,
}: Pick<BotOptions, 'app' | 'entries' | 'log' | 'pictures'>): PipelineOptions {
  const shared = { ...app, reconcile: reconcileSeldom(app) }
  return {
    ...{ app: shared, entries, log, forms: new Forms(), limiter: new RateLimiter() },
    ...(pictures && { makeCover: (file: Uint8Array) => pictures.makeCover(file) }),
  }
}
