// How a program of Bijeen speaks to who started it.

export const say = (line: string) => process.stdout.write(`${line}\n`)
// A terminal that was closed, or a `head` that has seen enough: the boards go on.
process.stdout.on('error', () => undefined)

export function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
