import { createStores, getAll, openDB, transact } from 'lib0/indexeddb'
import type { IntentId } from '../../shared/model/ids.ts'
import { intentsName } from './device.ts'
import type { Intent } from './intents.ts'

/** Where the intents of this device outlive a reload. */
export interface IntentStore {
  /** In the order in which they were meant. */
  readonly all: () => Promise<readonly Intent[]>
  readonly keep: (intents: readonly Intent[]) => void
  readonly drop: (ids: readonly IntentId[]) => void
  readonly close: () => void
}

/** In IndexedDB. Where there is none, intents live as long as the page. */
export function openIntents(room: string): IntentStore {
  let db: IDBDatabase | null = null
  let isClosed = false
  const opened = openDB(intentsName(room), (made) => createStores(made, [['intents', { keyPath: 'id' }]]))
    .then((one) => {
      db = one
      if (isClosed) one.close()
    })
    .catch(() => undefined)
  const write = (change: (store: IDBObjectStore) => void) => {
    if (!db) return void opened.then(() => db && write(change))
    try {
      const [store] = transact(db, ['intents']) as [IDBObjectStore]
      change(store)
      // At once, not when the page has time: what is not committed goes with a page that closes.
      store.transaction.commit()
    } catch {
      // A full or forbidden store, or one that another tab deleted.
    }
  }
  return {
    all: async () => {
      await opened
      const [store] = db ? transact(db, ['intents'], 'readonly') : []
      return store ? ((await getAll(store)) as Intent[]) : []
    },
    keep: (intents) => write((store) => intents.forEach((intent) => store.put(intent))),
    drop: (ids) => write((store) => ids.forEach((id) => store.delete(id))),
    close: () => {
      isClosed = true
      db?.close()
    },
  }
}

/** The wall writes nothing, and keeps nothing on someone else's laptop. */
export const noIntents: IntentStore = {
  all: () => Promise.resolve([]),
  keep: () => undefined,
  drop: () => undefined,
  close: () => undefined,
}
