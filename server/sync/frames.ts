import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { MESSAGE, SYNC, type Hello, type Refused, type Saved } from '../../shared/wire/sync.ts'

// Sync messages as bytes, both ways. A frame holds one message, as upstream's client expects.

export type Heard =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'content'; readonly isStep2: boolean; readonly update: Uint8Array }
  | { readonly kind: 'presence'; readonly update: Uint8Array }
  /** Upstream asks now and then who is there. */
  | { readonly kind: 'whoIsThere' }

const QUERY_AWARENESS = 3

/** Throws on what is no sync message; null for a type that we do not know, which is passed over. */
export function readFrame(frame: Uint8Array): Heard | null {
  const decoder = decoding.createDecoder(frame)
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

function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

export const step1Frame = (stateVector: Uint8Array): Uint8Array => syncFrame(SYNC.step1, stateVector)
export const step2Frame = (update: Uint8Array): Uint8Array => syncFrame(SYNC.step2, update)
export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(SYNC.update, update)

export function presenceFrame(update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })
}

function jsonFrame(type: number, message: object): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    encoding.writeVarString(encoder, JSON.stringify(message))
  })
}

export const helloFrame = (hello: Hello): Uint8Array => jsonFrame(MESSAGE.hello, hello)
export const savedFrame = (saved: Saved): Uint8Array => jsonFrame(MESSAGE.saved, saved)
export const refusedFrame = (refused: Refused): Uint8Array => jsonFrame(MESSAGE.refused, refused)
