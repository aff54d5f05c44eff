import { addAutoKey, createIDBKeyRangeUpperBound, del, deleteDB } from 'lib0/indexeddb'
import { fetchUpdates, IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import type { SessionId } from '../../shared/model/ids.ts'
import { tookWords } from '../../shared/doc/touched.ts'
import { boardCopyName } from './device.ts'

/** How long a word that was taken away may still be read in the copy, in ms. */
const REWRITE_AFTER = 4_000

/** The board as it lies on this device: a log of updates, and the epoch they are of. */
export class BoardCopy {
  readonly #doc: Y.Doc
  readonly #kept: IndexeddbPersistence
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #look = (transaction: Y.Transaction) => {
    if (tookWords(transaction)) this.#timer ??= setTimeout(() => void this.rewrite(), REWRITE_AFTER)
  }

  /** From now on the document is kept, and gets what was kept before. */
  constructor(session: SessionId, doc: Y.Doc) {
    this.#doc = doc
    this.#kept = new IndexeddbPersistence(boardCopyName(session), doc)
    doc.on('afterTransaction', this.#look)
    void this.#kept.whenSynced.then(({ db }) => {
      // Another tab deletes it, to begin anew: what is written here from now on is not for that one.
      if (db) db.onversionchange = () => void this.close()
    })
  }

  /** The document holds what was kept. */
  get opened(): Promise<unknown> {
    return this.#kept.whenSynced
  }

  async epoch(): Promise<number | null> {
    return ((await this.#kept.get('epoch')) as number | undefined) ?? null
  }

  keepEpoch(epoch: number): void {
    this.#kept.set('epoch', epoch).catch(() => undefined)
  }

  /**
   * Lays the board down anew, as one update: in the log every word that was ever taken away can still be read. The
   * document itself remembers some for undo; one made of it does not.
   */
  async rewrite(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    try {
      const updates = await fetchUpdates(this.#kept)
      if (this.#kept._destroyed) return
      const clean = new Y.Doc()
      Y.applyUpdate(clean, Y.encodeStateAsUpdate(this.#doc))
      await addAutoKey(updates, Y.encodeStateAsUpdate(clean) as never)
      await del(updates, createIDBKeyRangeUpperBound(this.#kept._dbref, true))
    } catch {
      // The store is gone or full; the next contact tries again.
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#doc.off('afterTransaction', this.#look)
    await this.#kept.destroy().catch(() => undefined)
  }
}

export async function deleteBoardCopy(session: SessionId): Promise<void> {
  await deleteDB(boardCopyName(session)).catch(() => undefined)
}
