import { Worker } from 'node:worker_threads'
import type { Job, Outcome } from './jobs.ts'

/** Why a file is not made: too many wait already, or it took too long, too much memory, or a fault. */
export class NotMade extends Error {
  readonly reason: 'busy' | 'failed'
  constructor(reason: 'busy' | 'failed', message: string) {
    super(message)
    this.reason = reason
  }
}

export interface Exports {
  /**
   * The bytes of the file, whole. `whose` (a network) gets at most half of the places: others come in between. What is
   * given up while it waits is not made.
   * @throws NotMade
   */
  make(job: Job, whose: string, givenUp?: AbortSignal): Promise<Uint8Array>
  /** How many files wait or are being made. */
  readonly waiting: number
  stop(): Promise<void>
}

export interface ExportLimits {
  /** How many files are made at the same time. */
  readonly threads: number
  /** How many wait for that. */
  readonly waiting: number
  /** Until it is its turn, and again from then on, in ms. */
  readonly patience: number
  /** Of one thread, for what it holds in JavaScript. */
  readonly memoryMb: number
  /** A thread that has nothing to do so long ends, with its memory, in ms. */
  readonly idle: number
}

export const EXPORT_LIMITS: ExportLimits = {
  threads: 1,
  waiting: 12,
  patience: 60_000,
  memoryMb: 512,
  idle: 60_000,
}

interface Waiting {
  readonly job: Job
  readonly whose: string
  readonly done: (bytes: Uint8Array) => void
  readonly fail: (error: NotMade) => void
  /** Its turn must come before this goes off. */
  readonly turn: NodeJS.Timeout
}

interface Thread {
  readonly worker: Worker
  current: Waiting | null
  timer: NodeJS.Timeout | undefined
}

type Logger = { error: (about: object, message: string) => void }

const isSource = import.meta.url.endsWith('.ts')

/** Threads that make files, begun when they are needed. One that dies fails its own file, and another takes its place. */
export function startExports(log: Logger, limits: Partial<ExportLimits> = {}): Exports {
  return new ExportThreads(log, { ...EXPORT_LIMITS, ...limits })
}

class ExportThreads implements Exports {
  readonly #log: Logger
  readonly #limits: ExportLimits
  readonly #threads = new Set<Thread>()
  readonly #queue: Waiting[] = []
  #stopped = false

  constructor(log: Logger, limits: ExportLimits) {
    this.#log = log
    this.#limits = limits
  }

  get waiting(): number {
    return this.#queue.length + [...this.#threads].filter(({ current }) => current !== null).length
  }

  make(job: Job, whose: string, givenUp?: AbortSignal): Promise<Uint8Array> {
    const own = this.#queue.filter((one) => one.whose === whose).length
    if (this.#stopped || this.#queue.length >= this.#limits.waiting || own >= this.#limits.waiting / 2)
      return Promise.reject(new NotMade('busy', 'too many files are waiting to be made'))
    return new Promise((done, fail) => {
      const turn = setTimeout(
        () => this.#giveUp(waiting, new NotMade('busy', 'its turn did not come')),
        this.#limits.patience,
      )
      const waiting: Waiting = { job, whose, done, fail, turn }
      this.#queue.push(waiting)
      givenUp?.addEventListener(
        'abort',
        () => this.#giveUp(waiting, new NotMade('failed', 'nobody waits for it any more')),
        {
          once: true,
        },
      )
      this.#next()
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const one of [...this.#queue]) this.#giveUp(one, new NotMade('busy', 'the server stops'))
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()))
  }

  /** Takes it out of the queue, if it still waits there. */
  #giveUp(waiting: Waiting, why: NotMade): void {
    const at = this.#queue.indexOf(waiting)
    if (at < 0) return
    this.#queue.splice(at, 1)
    clearTimeout(waiting.turn)
    waiting.fail(why)
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#stopped) {
      let thread = [...this.#threads].find(({ current }) => current === null)
      if (!thread && this.#threads.size < this.#limits.threads) thread = this.#begin()
      if (!thread) return
      const waiting = this.#queue.shift()
      if (waiting) this.#give(thread, waiting)
    }
  }

  #begin(): Thread {
    const worker = new Worker(new URL(isSource ? './worker-from-source.cjs' : './export-worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb, maxYoungGenerationSizeMb: 64 },
      ...(isSource && { execArgv: [] }),
    })
    const thread: Thread = { worker, current: null, timer: undefined }
    this.#threads.add(thread)
    worker.on('message', (outcome: Outcome) => this.#hear(thread, outcome))
    // The error's own message may quote what someone wrote.
    worker.on('error', (error: Error & { code?: string }) =>
      this.#log.error({ fault: error.code ?? error.name }, 'a thread that makes files died'),
    )
    worker.on('exit', () => this.#lose(thread))
    return thread
  }

  #give(thread: Thread, waiting: Waiting): void {
    clearTimeout(waiting.turn)
    clearTimeout(thread.timer)
    thread.current = waiting
    thread.timer = setTimeout(() => void thread.worker.terminate(), this.#limits.patience)
    thread.worker.postMessage(waiting.job)
  }

  #hear(thread: Thread, outcome: Outcome): void {
    const { current } = thread
    clearTimeout(thread.timer)
    thread.current = null
    thread.timer = setTimeout(() => {
      // From here on it is given nothing more.
      this.#threads.delete(thread)
      void thread.worker.terminate()
    }, this.#limits.idle).unref()
    if ('bytes' in outcome) current?.done(outcome.bytes)
    else {
      this.#log.error({ fault: outcome.fault, format: current?.job.format }, 'a file could not be made')
      current?.fail(new NotMade('failed', outcome.fault))
    }
    this.#next()
  }

  #lose(thread: Thread): void {
    clearTimeout(thread.timer)
    this.#threads.delete(thread)
    thread.current?.fail(new NotMade('failed', 'its thread ended: it took too long, or too much memory'))
    thread.current = null
    this.#next()
  }
}
