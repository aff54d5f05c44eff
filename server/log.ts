import pino, { type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from './config.ts'

/** The log of the server: no text, name, token or address gets into it, whatever went wrong. */
export const openLog = (level: LogLevel, to: DestinationStream): Logger =>
  pino({ level, base: null, serializers: { err: faultOf } }, to)

/** What is told of an error. */
export interface Fault {
  readonly name: string
  readonly code?: string
  /** Where it was thrown, the innermost first. */
  readonly at: readonly string[]
  readonly cause?: Fault
}

/** Causes of causes. */
const DEEPEST = 3

/**
 * An error without its message: a parser's quotes what it could not read, the disk's may name a file, a socket's an
 * address. Where it was thrown says as much to who reads the code.
 */
export function faultOf(error: unknown, depth = 0): Fault {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  const code = 'code' in error ? error.code : undefined
  return {
    name: /^\w{1,40}$/.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) && { code }),
    at: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST && { cause: faultOf(error.cause, depth + 1) }),
  }
}

const FRAME = /^ {4}at (?:[\w.<>[\] #$]+ )?\(?[^()\s]+:\d+:\d+\)?$/

/** A stack begins with the message, which may have lines that look like frames. */
function framesOf({ stack = '', message }: Error): string[] {
  const begin = stack.indexOf(message)
  if (begin < 0) return []
  const lines = stack.slice(begin + message.length).split('\n')
  return lines.filter((line) => FRAME.test(line)).map((line) => line.trim())
}
