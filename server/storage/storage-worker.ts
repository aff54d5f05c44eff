import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { callOn, failureOf, packed, type Answer, type Call } from './calls.ts'
import { openSqlite, type OpenOptions } from './sqlite.ts'

// The other side of storage-thread.ts: SQLite waits for the disk, and here nobody waits for SQLite but who asked.

/** What the thread is started with. */
export interface Opening {
  readonly path: string
  readonly options: OpenOptions
}

async function serve(port: MessagePort, { path, options }: Opening): Promise<void> {
  const answer = (one: Answer): void => port.postMessage(one)
  try {
    const storage = await openSqlite(path, options)
    port.on('message', async ({ id, method, args }: Call) => {
      try {
        answer({ id, value: packed(await callOn(storage, method, args)) })
      } catch (error) {
        answer({ id, failure: failureOf(error) })
      }
      // With nothing more to hear, the thread ends.
      if (method === 'close') port.close()
    })
    answer({ id: 0, value: Object.keys(storage) })
  } catch (error) {
    answer({ id: 0, failure: failureOf(error) })
  }
}

if (!parentPort) throw new Error('this is a thread of the server, not a program')
void serve(parentPort, workerData as Opening)
