import { parentPort } from 'node:worker_threads'
import { readFile, type File } from './file.ts'

// The other side of reading.ts: one file, and then it ends.

if (!parentPort) throw new Error('this is a thread of the server, not a program')
const port = parentPort
port.once('message', (file: File) => port.postMessage(readFile(file)))
