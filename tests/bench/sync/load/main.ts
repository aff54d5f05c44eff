import type { FromLoad, Job, Results, Target, ToLoad } from '../job.ts'
import { measureCrowd } from './workshop.ts'

// The load process: holds everybody of one measurement, does it, answers once, and ends.

function measure(job: Job, target: Target): Promise<Results[keyof Results]> {
  switch (job.kind) {
    case 'workshop':
    case 'burst':
      return measureCrowd(job, target)
    default:
      throw new Error('later')
  }
}

const answer = (message: FromLoad): void => {
  process.send?.(message, () => process.exit(0))
}

// Who started it is gone.
process.on('disconnect', () => process.exit(1))
process.on('uncaughtException', (error) => answer({ error: error.stack ?? error.message }))
process.once('message', (message: ToLoad) => {
  if (!('job' in message)) return
  measure(message.job, message.target).then(
    (result) => answer({ result }),
    (error: Error) => answer({ error: error.stack ?? error.message }),
  )
})
