import { renderUnicodeCompact } from 'uqr'
import { isEverywhere, lanAddresses } from './access/address.ts'
import { startBijeen, type Running } from './bijeen.ts'
import { readConfig, WrongSetting, type Config } from './config.ts'
import { faultOf } from './log.ts'
import { CannotOpen } from './storage/failures.ts'
import { fail, say } from './terminal.ts'

// The process: settings in, an address on the terminal, and a clean end. Everything else is in bijeen.ts.

/** A stop that takes longer is not a clean one any more, in ms. */
const STOP_PATIENCE = 10_000

/** What whoever starts the server can do something about; null for a fault of ours. */
function sentenceFor(error: unknown, config: Config | null): string | null {
  if (error instanceof WrongSetting || error instanceof CannotOpen) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return `Port ${config?.port} is in use. Stop what uses it, or choose another PORT.`
  if (code === 'EACCES') return `Port ${config?.port} may not be used by this user. Choose a PORT above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST is "${config?.host}", but this machine has no such address.`
  return null
}

/** Answers the address for this machine. */
function printAddresses({ host, publicUrl }: Config, port: number): string {
  const local = `http://${isEverywhere(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
  const others = isEverywhere(host) ? lanAddresses().map((address) => `http://${address}:${port}`) : []
  const forPhones = publicUrl ?? others[0] ?? local
  say(`Bijeen is ready: ${[...(publicUrl ? [publicUrl] : []), local, ...others].join('  ')}`)
  say(renderUnicodeCompact(forPhones, { border: 2 }))
  say(`Scan to open ${forPhones}`)
  return local
}

function stopOnSignal(running: Running): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => fail('Stopping took too long; what was saved is saved.'), STOP_PATIENCE).unref()
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(`Stopping failed: ${error instanceof Error ? error.message : String(error)}`),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

let config: Config | null = null
try {
  config = readConfig(process.env, process.argv.slice(2))
  const running = await startBijeen(config)
  stopOnSignal(running)
  // Node would print the message, which may quote what someone wrote.
  process.on('uncaughtException', (error) => fail(`A fault ended the server: ${JSON.stringify(faultOf(error))}`))
  void running.broken.then(({ message }) => fail(`${message} Bijeen stops; what was saved is saved.`))
  const local = printAddresses(config, running.port)
  if (config.demo) {
    const { fillDemo } = await import('./demo/fill.ts')
    const token = await fillDemo(running.house)
    say(`The demo, for the facilitator: ${local}/in/${token}`)
  }
} catch (error) {
  const sentence = sentenceFor(error, config)
  if (sentence === null) throw error
  fail(sentence)
}
