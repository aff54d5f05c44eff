import { parentPort } from 'node:worker_threads'
import { translators } from '../../shared/text/every-language.ts'
import { renderDocx } from './docx.ts'
import type { Job, Outcome } from './jobs.ts'
import { renderPdf } from './pdf.ts'
import { renderBoardPng, renderWholeSvg } from './picture.ts'

// The other side of export-threads.ts: one file at a time, and nobody waits for it but who asked.

async function made(job: Job): Promise<Uint8Array> {
  const t = translators[job.language]
  switch (job.format) {
    case 'docx':
      return renderDocx(job.record, t)
    case 'pdf':
      return renderPdf(job.record, t)
    case 'svg':
      return Buffer.from(renderWholeSvg(job.record, t))
    case 'png':
      return renderBoardPng(job.record, t)
  }
}

if (!parentPort) throw new Error('this is a thread of the server, not a program')
const port = parentPort
port.on('message', (job: Job) => {
  made(job).then(
    (file) => {
      // Its own bytes alone, to be handed over: a Buffer may be part of a larger one.
      const bytes = new Uint8Array(file)
      port.postMessage({ bytes } satisfies Outcome, [bytes.buffer])
    },
    (error: unknown) => port.postMessage({ fault: error instanceof Error ? error.name : 'Error' } satisfies Outcome),
  )
})
