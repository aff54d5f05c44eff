import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Page, WebSocketRoute } from 'playwright-core'
import { CLOSE, MESSAGE, SYNC, type Hello } from '../../shared/wire/sync.ts'

/** What a page sends over its board's socket, and a word in between from a server that began anew. */
export interface SyncRoute {
  /** By connection, the content it sent (step 2 and updates) as text. */
  readonly connections: readonly { readonly sent: readonly string[] }[]
  /** The server is at this epoch from now on: it says so in every hello, and may hang up on the next who comes. */
  moveTo(epoch: number, hangsUp?: boolean): void
  /** Content that the page sends gets no further, until it is let through. */
  hold(): void
  letThrough(): void
  /** Says 103 on the open connection. */
  sayReset(epoch: number): void
  hangUp(code: number): void
  /** Every socket is closed with this code at once; null: no more. */
  refuseAll(code: number | null): void
}

/** To be called before the page opens a board. */
export async function routeSync(page: Page): Promise<SyncRoute> {
  const connections: { sent: string[]; socket: WebSocketRoute }[] = []
  let epoch: number | null = null
  let hangsUpOnNext = false
  let isHeld = false
  let refusal: number | null = null

  await page.routeWebSocket(/\/sync\//, (socket) => {
    const connection = { sent: [] as string[], socket }
    connections.push(connection)
    if (refusal !== null) return void socket.close({ code: refusal })
    const server = socket.connectToServer()
    server.onMessage((frame) => {
      const bytes = new Uint8Array(frame as Buffer)
      if (bytes[0] !== MESSAGE.hello || epoch === null) return socket.send(frame)
      const decoder = decoding.createDecoder(bytes)
      decoding.readVarUint(decoder)
      const hello = JSON.parse(decoding.readVarString(decoder)) as Hello
      socket.send(said(MESSAGE.hello, { ...hello, epoch }))
      if (hangsUpOnNext) void socket.close({ code: CLOSE.epoch })
      hangsUpOnNext = false
    })
    socket.onMessage((frame) => {
      const bytes = new Uint8Array(frame as Buffer)
      const isContent = bytes[0] === MESSAGE.sync && bytes[1] !== SYNC.step1
      if (isContent) connection.sent.push(new TextDecoder().decode(bytes))
      if (!(isContent && isHeld)) server.send(frame)
    })
  })
  const open = () => {
    const last = connections.at(-1)
    if (!last) throw new Error('no board was opened')
    return last.socket
  }
  return {
    connections,
    moveTo: (to, hangsUp = false) => {
      epoch = to
      hangsUpOnNext = hangsUp
    },
    hold: () => (isHeld = true),
    letThrough: () => (isHeld = false),
    sayReset: (to) => {
      epoch = to
      open().send(said(MESSAGE.reset, { epoch: to, reason: 'reset-first' }))
    },
    hangUp: (code) => void open().close({ code }),
    refuseAll: (code) => {
      refusal = code
      if (code !== null) void open().close({ code })
    },
  }
}

function said(type: number, message: unknown): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  encoding.writeVarString(encoder, JSON.stringify(message))
  return Buffer.from(encoding.toUint8Array(encoder))
}
