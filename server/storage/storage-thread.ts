import { Worker } from 'node:worker_threads'
import { errorOf, packed, storageThrough, type Answer, type Call } from './calls.ts'
import { StorageFailed } from './failures.ts'
import type { OpenOptions } from './sqlite.ts'
import type { Storage } from './storage.ts'
import type { Opening } from './storage-worker.ts'

export interface StorageInThread extends Storage {
  /** Resolves when the thread ended without being closed: all calls under way were rejected, and all later ones are. */
  readonly gone: Promise<Error>
}

const isSource = import.meta.url.endsWith('.ts')

/**
 * Opens the database as `openSqlite` does, in a thread of its own: waiting for the disk holds up nobody else.
 * @throws CannotOpen as `openSqlite` does.
 */
export async function openInThread(path: string, options: OpenOptions = {}): Promise<StorageInThread> {
  const opening: Opening = { path, options }
  const worker = new Worker(new URL(isSource ? './worker-from-source.cjs' : './storage-worker.js', import.meta.url), {
    workerData: opening,
    ...(isSource && { execArgv: [] }),
  })
  const thread = new StorageThread(worker)
  const methods = (await thread.opened) as readonly string[]
  const storage = storageThrough(methods, (method, args) => thread.call(method, args))
  return { ...storage, close: () => thread.close(), gone: thread.gone }
}

interface Waiting {
  readonly done: (value: unknown) => void
  readonly fail: (error: Error) => void
}

class StorageThread {
  readonly #worker: Worker
  /** By number, the calls under way. */
  readonly #waiting = new Map<number, Waiting>()
  readonly #exited: Promise<Error>
  /** What the thread says first, unasked: the names of the methods. */
  readonly opened: Promise<unknown>
  readonly gone: Promise<Error>
  #calls = 0
  /** Why no more calls are taken. */
  #refusal: Error | null = null
  #closing: Promise<void> | null = null
  #whenQuiet: () => void = () => undefined

  constructor(worker: Worker) {
    this.#worker = worker
    let why = 'it stopped'
    worker.on('message', (answer: Answer) => this.#hear(answer))
    worker.on('error', (error) => (why = error instanceof Error ? error.message : String(error)))
    this.opened = new Promise((done, fail) => this.#waiting.set(0, { done, fail }))
    this.#exited = new Promise((done) =>
      worker.on('exit', () => {
        const error = new StorageFailed(`The thread of the database ended: ${why}.`)
        this.#refusal ??= error
        for (const id of [...this.#waiting.keys()]) this.#take(id)?.fail(error)
        done(error)
      }),
    )
    this.gone = new Promise((done) => void this.#exited.then((error) => this.#closing ?? done(error)))
  }

  call(method: Call['method'], args: readonly unknown[]): Promise<unknown> {
    return this.#refusal ? Promise.reject(this.#refusal) : this.#send(method, args)
  }

  /** Resolves when all that was asked before is answered and the thread has ended. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const isDead = this.#refusal !== null
    this.#refusal ??= new StorageFailed('The database is closed.')
    if (isDead) return
    if (this.#waiting.size > 0) await new Promise<void>((done) => (this.#whenQuiet = done))
    try {
      await this.#send('close', [])
    } finally {
      await this.#exited
    }
  }

  #send(method: Call['method'], args: readonly unknown[]): Promise<unknown> {
    return new Promise((done, fail) => {
      const call: Call = { id: ++this.#calls, method, args: args.map(packed) }
      this.#worker.postMessage(call)
      this.#waiting.set(call.id, { done, fail })
    })
  }

  #hear(answer: Answer): void {
    const waiting = this.#take(answer.id)
    if ('value' in answer) waiting?.done(answer.value)
    else waiting?.fail(errorOf(answer.failure))
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#whenQuiet()
    return waiting
  }
}
