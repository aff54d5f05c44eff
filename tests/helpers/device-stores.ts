import type { Page } from 'playwright-core'

/** All that a device keeps of this origin, as text: every IndexedDB database, both storages, every cache. */
export const kept = (page: Page): Promise<{ readonly databases: readonly string[]; readonly text: string }> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error(String(request.error)))
      })
    /** Opening what was deleted since it was listed must not make it anew: `null` then. */
    const openOld = (name: string) =>
      new Promise<IDBDatabase | null>((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onupgradeneeded = () => request.transaction?.abort()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () =>
          request.error?.name === 'AbortError' ? resolve(null) : reject(new Error(String(request.error)))
      })
    const asText = (value: unknown): string =>
      value instanceof Uint8Array || value instanceof ArrayBuffer
        ? new TextDecoder().decode(value)
        : JSON.stringify(value)
    const found: string[] = []
    const databases = (await indexedDB.databases()).map(({ name = '' }) => name)
    for (const name of databases) {
      const database = await openOld(name)
      if (!database) continue
      for (const store of database.objectStoreNames) {
        const values: unknown[] = await done(database.transaction(store).objectStore(store).getAll())
        found.push(...values.map(asText))
      }
      database.close()
    }
    for (const storage of [localStorage, sessionStorage])
      for (const [key, value] of Object.entries(storage)) found.push(`${key}=${String(value)}`)
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const type = (await cache.match(request))?.headers.get('content-type') ?? ''
        if (/json|html|text\/plain/.test(type)) found.push(await ((await cache.match(request)) as Response).text())
      }
    }
    return { databases, text: found.join('\n') }
  })
