import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { FrameReader, maskedFrame, OPCODE } from './ws-frames.ts'

// A websocket client so cheap that one process holds hundreds that hear everything: frames are counted by their heads,
// and only who listens is given what is in them.

export interface SocketEvents {
  readonly onOpen: () => void
  readonly onMessage: (payload: Buffer) => void
  readonly onClose: (why: string) => void
}

/** One read buffer for all sockets: what is read is dealt with before the next read. */
const READ_BUFFER = Buffer.allocUnsafe(256 * 1024)

export class RawSocket {
  /** When it began to connect, and when the socket was open; as performance.now() tells. */
  readonly began = performance.now()
  opened: number | null = null
  isClosed = false
  readonly #events: SocketEvents
  readonly #socket: Socket
  readonly #mask = randomBytes(4)
  readonly #reader: FrameReader
  #head: Buffer = Buffer.alloc(0)
  #why: string | null = null

  /** `path` on a port of this machine. */
  constructor(port: number, path: string, headers: Readonly<Record<string, string>>, events: SocketEvents) {
    this.#events = events
    this.#reader = new FrameReader((opcode, payload) => this.#hear(opcode, payload))
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.#read(READ_BUFFER.subarray(0, length))
          return true
        },
      },
    })
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]
    this.#socket.on('connect', () => this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    this.#socket.on('error', (error) => (this.#why ??= error.message))
    this.#socket.on('close', () => {
      this.isClosed = true
      events.onClose(this.#why ?? 'closed')
    })
  }

  get frames(): number {
    return this.#reader.frames
  }

  get bytes(): number {
    return this.#reader.bytes
  }

  /** The port at this end. */
  get port(): number {
    return this.#socket.localPort ?? 0
  }

  send(message: Uint8Array | string): void {
    if (this.isClosed) return
    const isText = typeof message === 'string'
    const payload = isText ? Buffer.from(message) : message
    this.#socket.write(maskedFrame(isText ? OPCODE.text : OPCODE.binary, payload, this.#mask))
  }

  /** From now on frames are counted, and nothing is heard. */
  countOnly(): void {
    this.#reader.skipsPayloads = true
  }

  /** Reads nothing more: the kernel's buffers fill, and then the server's. */
  stall(): void {
    this.#socket.pause()
  }

  readOn(): void {
    this.#socket.resume()
  }

  close(): void {
    this.#socket.destroySoon()
  }

  #read(bytes: Buffer): void {
    if (this.opened !== null) return this.#reader.read(bytes)
    this.#head = Buffer.concat([this.#head, bytes])
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    const [status = ''] = this.#head.toString('latin1', 0, end).split('\r\n')
    if (!status.startsWith('HTTP/1.1 101')) {
      this.#why = status
      this.#socket.destroy()
      return
    }
    this.opened = performance.now()
    this.#events.onOpen()
    this.#reader.read(this.#head.subarray(end + 4))
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) this.#socket.write(maskedFrame(OPCODE.pong, payload, this.#mask))
    else if (opcode === OPCODE.close) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : ''
      this.#why = `close ${code} ${payload.toString('utf8', 2)}`.trim()
      this.#socket.destroy()
    } else if (opcode === OPCODE.text || opcode === OPCODE.binary) this.#events.onMessage(payload)
  }
}
