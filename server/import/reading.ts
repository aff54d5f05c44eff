import { Worker } from 'node:worker_threads'
import { readFile, type File, type ReadFile } from './file.ts'

// A large file takes some hundred milliseconds to be looked through, in which no board would be served: a thread does that.

/** What is smaller is read at once, in some ten milliseconds. */
const AT_ONCE_BYTES = 256 * 1024
/** Of one thread, for what it holds in JavaScript: the text of the largest body, and what is made of it. */
const MEMORY_MB = 512
const PATIENCE_MS = 30_000

/** It took too long or too much memory. */
export class NotRead extends Error {}

const isSource = import.meta.url.endsWith('.ts')

/** Takes the bytes along. @throws NotRead */
export async function readAside(file: File): Promise<ReadFile> {
  if (file.bytes.byteLength <= AT_ONCE_BYTES) return readFile(file)
  const worker = new Worker(new URL(isSource ? './worker-from-source.cjs' : './read-worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64 },
    ...(isSource && { execArgv: [] }),
  })
  const patience = setTimeout(() => void worker.terminate(), PATIENCE_MS)
  try {
    return await new Promise<ReadFile>((done, fail) => {
      worker.once('message', done)
      worker.once('error', () => fail(new NotRead('the thread that read a file died')))
      worker.once('exit', () => fail(new NotRead('the thread that read a file ended')))
      worker.postMessage(file, [file.bytes.buffer])
    })
  } finally {
    clearTimeout(patience)
    void worker.terminate()
  }
}
