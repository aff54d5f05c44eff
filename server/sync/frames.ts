import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { MESSAGE, SYNC, type Hello, type Refused, type Reset, type Saved } from '../../shared/wire/sync.ts'

// Sync messages as bytes. What comes in was unwrapped by ws; what goes out is a whole WebSocket frame with one message, as
// upstream's client expects.

export type Heard =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'content'; readonly isStep2: boolean; readonly update: Uint8Array }
  | { readonly kind: 'presence'; readonly update: Uint8Array }
  /** Upstream asks now and then who is there. */
  | { readonly kind: 'whoIsThere' }

const QUERY_AWARENESS = 3

/** Throws on what is no sync message; null for a type that we do not know, which is passed over. */
export function readMessage(message: Uint8Array): Heard | null {
  const decoder = decoding.createDecoder(message)
  const type = decoding.readVarUint(decoder)
  if (type === QUERY_AWARENESS) return { kind: 'whoIsThere' }
  if (type === MESSAGE.awareness) return { kind: 'presence', update: decoding.readVarUint8Array(decoder) }
  if (type !== MESSAGE.sync) return null
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (step === SYNC.step1) return { kind: 'step1', stateVector: bytes }
  if (step === SYNC.step2 || step === SYNC.update)
    return { kind: 'content', isStep2: step === SYNC.step2, update: bytes }
  throw new Error('an unknown kind of sync message')
}

/**
 * A binary WebSocket frame of one message, whole and unmasked (RFC 6455, 5.2): made once, and written as it is to every
 * socket of a board. `ws` would make its header anew for each.
 */
function frameOf(write: (encoder: encoding.Encoder) => void, bytes: Uint8Array): Buffer {
  const start = encoding.encode((encoder) => {
    write(encoder)
    encoding.writeVarUint(encoder, bytes.byteLength)
  })
  const length = start.byteLength + bytes.byteLength
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = FINAL_BINARY
  frame[1] = header === 2 ? length : header === 4 ? 126 : 127
  if (header === 4) frame.writeUInt16BE(length, 2)
  if (header === 10) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.set(start, header)
  frame.set(bytes, header + start.byteLength)
  return frame
}

const FINAL_BINARY = 0x82

function syncFrame(step: number, bytes: Uint8Array): Buffer {
  return frameOf((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, step)
  }, bytes)
}

export const step1Frame = (stateVector: Uint8Array): Buffer => syncFrame(SYNC.step1, stateVector)
export const step2Frame = (update: Uint8Array): Buffer => syncFrame(SYNC.step2, update)
export const updateFrame = (update: Uint8Array): Buffer => syncFrame(SYNC.update, update)

const plainFrame = (type: number, bytes: Uint8Array): Buffer =>
  frameOf((encoder) => encoding.writeVarUint(encoder, type), bytes)

export const presenceFrame = (update: Uint8Array): Buffer => plainFrame(MESSAGE.awareness, update)

const jsonFrame = (type: number, message: object): Buffer => plainFrame(type, Buffer.from(JSON.stringify(message)))

export const helloFrame = (hello: Hello): Buffer => jsonFrame(MESSAGE.hello, hello)
export const savedFrame = (saved: Saved): Buffer => jsonFrame(MESSAGE.saved, saved)
export const refusedFrame = (refused: Refused): Buffer => jsonFrame(MESSAGE.refused, refused)
export const resetFrame = (reset: Reset): Buffer => jsonFrame(MESSAGE.reset, reset)
