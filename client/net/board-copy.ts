import { createStores, deleteDB, get, getAll, openDB, transact } from 'lib0/indexeddb'
import * as Y from 'yjs'
import { tookWords } from '../../shared/doc/touched.ts'
import { copyName } from './device.ts'

/** How long a word that was taken away may still be read in the copy, in ms. */
const REWRITE_AFTER = 3_000
/** A log of so many updates is laid down anew as well. */
const LONG_LOG = 500

/** A board or pad as it lies on this device: a log of updates, and the epoch they are of. */
export class BoardCopy {
  /** What was kept is in the document; the epoch of it, where it has one. */
  readonly opened: Promise<number | null>
  readonly #doc: Y.Doc
  #db: IDBDatabase | null = null
  #isClosed = false
  #updates = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly #keep = (update: Uint8Array, origin: unknown) => {
    if (origin === this) return
    this.#write('updates', (updates) => updates.add(update))
    if (++this.#updates >= LONG_LOG) this.#rewriteSoon()
  }
  readonly #look = (transaction: Y.Transaction) => {
    if (tookWords(transaction)) this.#rewriteSoon()
  }

  /** From now on the document is kept, and gets what was kept before. */
  constructor(room: string, doc: Y.Doc) {
    this.#doc = doc
    doc.on('update', this.#keep)
    doc.on('afterTransaction', this.#look)
    this.opened = this.#open(room)
  }

  keepEpoch(epoch: number): void {
    this.#write('custom', (about) => about.put(epoch, 'epoch'))
  }

  /**
   * Lays the board down anew, as one update: in the log every word that was ever taken away can still be read. What
   * another tab added is in it too.
   */
  async #rewrite(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#updates = 0
    try {
      const [updates] = this.#db ? transact(this.#db, ['updates']) : []
      if (!updates) return
      const clean = new Y.Doc()
      for (const update of (await getAll(updates)) as Uint8Array[]) Y.applyUpdate(clean, update)
      updates.clear()
      updates.add(Y.encodeStateAsUpdate(clean))
    } catch {
      // The store is gone or full; the next visit tries again.
    }
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#doc.off('update', this.#keep)
    this.#doc.off('afterTransaction', this.#look)
    this.#db?.close()
    this.#db = null
  }

  async #open(room: string): Promise<number | null> {
    const db = await openDB(copyName(room), (made) =>
      createStores(made, [['updates', { autoIncrement: true }], ['custom']]),
    )
    this.#db = db
    if (this.#isClosed) this.close()
    const [updates, about] = transact(db, ['updates', 'custom']) as [IDBObjectStore, IDBObjectStore]
    const all = getAll(updates) as Promise<Uint8Array[]>
    const epoch = get(about, 'epoch') as Promise<unknown>
    if (this.#doc.store.clients.size > 0) updates.add(Y.encodeStateAsUpdate(this.#doc))
    const [kept, of] = await Promise.all([all, epoch])
    if (!this.#isClosed) Y.transact(this.#doc, () => kept.forEach((one) => Y.applyUpdate(this.#doc, one)), this, false)
    return typeof of === 'number' ? of : null
  }

  #rewriteSoon(): void {
    this.#timer ??= setTimeout(() => void this.#rewrite(), REWRITE_AFTER)
  }

  #write(name: string, change: (store: IDBObjectStore) => void): void {
    try {
      const [store] = this.#db ? transact(this.#db, [name]) : []
      if (!store) return
      change(store)
      // At once, not when the page has time: what is not committed goes with a page that closes.
      store.transaction.commit()
    } catch {
      // A full store, or one that another tab deleted to begin anew: the board works on, only without a memory here.
    }
  }
}

export async function deleteBoardCopy(room: string): Promise<void> {
  await deleteDB(copyName(room)).catch(() => undefined)
}
