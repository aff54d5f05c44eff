import type { FromLoad, Job, Results, Target, ToLoad } from '../job.ts'
import { measureDurability, type Restart } from './durability.ts'
import { measureJoins } from './joins.ts'
import { measureQuiet } from './quiet.ts'
import { measureStalled } from './stalled.ts'
import { measureCrowd } from './workshop.ts'

// The load process: holds everybody of one measurement, does it, answers once, and ends.

function measure(job: Job, target: Target): Promise<Results[keyof Results]> {
  switch (job.kind) {
    case 'workshop':
    case 'burst':
      return measureCrowd(job, target)
    case 'joins':
      return measureJoins(job, target)
    case 'quiet':
      return measureQuiet(job, target)
    case 'durability':
      return measureDurability(job, target, restart)
    case 'stalled':
      return measureStalled(job, target)
  }
}

/** Asks who started the server to kill it and to start it again. */
const restart: Restart = () =>
  new Promise((done) => {
    process.once('message', () => done())
    tell({ asks: 'restart' })
  })

const tell = (message: FromLoad, then: () => void = () => undefined): void => {
  process.send?.(message, then)
}
const answer = (message: FromLoad): void => tell(message, () => process.exit(0))
const fail = (error: Error): void => answer({ error: error.stack ?? error.message })

// Who started it is gone.
process.on('disconnect', () => process.exit(1))
process.on('uncaughtException', fail)
process.once('message', (message: ToLoad) => {
  if ('job' in message) measure(message.job, message.target).then((result) => answer({ result }), fail)
})
