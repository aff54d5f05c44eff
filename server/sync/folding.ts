import type * as Y from 'yjs'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Batch } from './committer.ts'
import type { Logger } from './log.ts'
import { foldedState } from './stored-doc.ts'

export interface FoldingOptions {
  readonly session: SessionId
  /** Rows in the log that was loaded. */
  readonly logRows: number
  readonly foldAfterMs: number
  /** A fold is due with the next batch. */
  readonly onDue: () => void
  readonly log: Logger
}

/** The log of a board that is never silent is folded after this many commits. */
const FOLD_AFTER_COMMITS = 500

/** When the log of one board is replaced by a snapshot: so what was deleted is gone from the disk too. */
export class Folding {
  readonly #options: FoldingOptions
  #commits: number
  #isDue = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: FoldingOptions) {
    this.#options = options
    this.#commits = options.logRows
  }

  get isNeeded(): boolean {
    return this.#commits > 0
  }

  committed(): void {
    this.#commits++
  }

  folded(): void {
    this.#commits = 0
  }

  soon(): void {
    this.#isDue = true
    this.#options.onDue()
  }

  whenSilent(): void {
    clearTimeout(this.#timer)
    if (!this.isNeeded) return
    this.#timer = setTimeout(() => this.soon(), this.#options.foldAfterMs)
    this.#timer.unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** The fold of this moment's state, when it is due. A state that does not load back is not folded. */
  take(doc: Y.Doc): Batch['fold'] {
    if (!this.#isDue && this.#commits < FOLD_AFTER_COMMITS) return null
    this.#isDue = false
    const { session, log } = this.#options
    try {
      return { session, snapshot: foldedState(doc) }
    } catch (error) {
      log.error({ err: error, session }, 'a board was not folded')
      return null
    }
  }
}
