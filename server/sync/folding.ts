import type * as Y from 'yjs'
import type { BoardFold, DocumentKey } from '../storage/board-store.ts'
import type { Logger } from './log.ts'
import { foldedState, madeAnew, rebuiltState } from './stored-doc.ts'

export interface FoldingOptions extends DocumentKey {
  readonly epoch: number
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
  folds = 0
  #isDue = false
  /** What was taken away is not to leave its marks either. */
  #mustBeAnew = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: FoldingOptions) {
    this.#options = options
    this.#commits = options.logRows
  }

  get isNeeded(): boolean {
    return this.#commits > 0 || this.#mustBeAnew
  }

  committed(): void {
    this.#commits++
  }

  folded(): void {
    this.folds++
    this.#commits = 0
  }

  soon(): void {
    this.#isDue = true
    this.#options.onDue()
  }

  /** The next fold with nobody there makes the document anew. */
  anew(): void {
    this.#mustBeAnew = true
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

  /**
   * The fold of this moment's state, when it is due. A state that does not load back is not folded. `isIdle`: nobody is
   * there who would have to start anew, so the document may be made anew, in the next epoch.
   */
  take(doc: Y.Doc, isIdle: boolean): BoardFold | null {
    if (!this.#isDue && this.#commits < FOLD_AFTER_COMMITS) return null
    this.#isDue = false
    const { session, owner, epoch, log } = this.#options
    try {
      const snapshot = foldedState(doc)
      const rebuilt = isIdle ? this.#rebuilt(doc, snapshot) : null
      return rebuilt
        ? { session, owner, snapshot: rebuilt, epoch: epoch + 1, clients: new Map() }
        : { session, owner, snapshot, epoch }
    } catch (error) {
      log.error({ err: error, session }, 'a board was not folded')
      return null
    }
  }

  #rebuilt(doc: Y.Doc, folded: Uint8Array): Uint8Array | null {
    const next = this.#options.epoch + 1
    return this.#mustBeAnew ? madeAnew(doc, next) : rebuiltState(doc, folded, next)
  }
}
