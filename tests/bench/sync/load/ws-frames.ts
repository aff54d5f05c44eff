// Websocket frames (RFC 6455), as a client reads and writes them.

export const OPCODE = { continued: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

const FINAL = 0x80
const LENGTH_16 = 126
const LENGTH_64 = 127

/** Takes a stream apart into messages. `payload` is only valid during the call. */
export class FrameReader {
  /** Messages, and their bytes with heads. */
  frames = 0
  bytes = 0
  /** Messages are counted and not handed over; pings and closes still are. */
  skipsPayloads = false
  readonly #hear: (opcode: number, payload: Buffer) => void
  #rest: Buffer | null = null
  #parts: Buffer[] = []
  #opcode = 0

  constructor(hear: (opcode: number, payload: Buffer) => void) {
    this.#hear = hear
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    let at = 0
    for (;;) {
      const size = sizeAt(bytes, at)
      if (!size || bytes.length - at < size.head + size.payload) break
      const end = at + size.head + size.payload
      this.#frame(bytes[at] ?? 0, bytes.subarray(at + size.head, end), end - at)
      at = end
    }
    // A copy: the chunk lies in a buffer that all sockets share.
    this.#rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null
  }

  #frame(first: number, payload: Buffer, size: number): void {
    const opcode = first & 15
    if (opcode > OPCODE.binary) return this.#hear(opcode, payload)
    const isFinal = (first & FINAL) !== 0
    this.bytes += size
    if (isFinal) this.frames++
    if (this.skipsPayloads) return
    if (opcode !== OPCODE.continued) this.#opcode = opcode
    if (isFinal && opcode !== OPCODE.continued) return this.#hear(opcode, payload)
    this.#parts.push(Buffer.from(payload))
    if (isFinal) this.#hear(this.#opcode, Buffer.concat(this.#parts.splice(0)))
  }
}

/** How long the frame at a place is; null when its head has not all come. */
function sizeAt(bytes: Buffer, at: number): { readonly head: number; readonly payload: number } | null {
  if (bytes.length - at < 2) return null
  const length = (bytes[at + 1] ?? 0) & 127
  if (length < LENGTH_16) return { head: 2, payload: length }
  if (length === LENGTH_16) return bytes.length - at < 4 ? null : { head: 4, payload: bytes.readUInt16BE(at + 2) }
  return bytes.length - at < 10 ? null : { head: 10, payload: Number(bytes.readBigUInt64BE(at + 2)) }
}

/** One whole message as a client must send it: masked. */
export function maskedFrame(opcode: number, payload: Uint8Array, mask: Uint8Array): Buffer {
  const { length } = payload
  const head = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + 4 + length)
  frame[0] = FINAL | opcode
  if (head === 2) frame[1] = FINAL | length
  else if (head === 4) {
    frame[1] = FINAL | LENGTH_16
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = FINAL | LENGTH_64
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(mask, head)
  const start = head + 4
  for (let i = 0; i < length; i++) frame[start + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0)
  return frame
}
