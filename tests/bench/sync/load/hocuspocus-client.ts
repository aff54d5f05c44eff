import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { YjsClient } from './yjs-client.ts'

const TYPE = { sync: 0, authentication: 2, syncReply: 4, syncStatus: 8 } as const
const AUTHENTICATION = { token: 0, authenticated: 2 } as const

/** The same sync within messages that name their room, after a greeting; each update is acknowledged by itself. */
export class HocuspocusClient extends YjsClient {
  #acknowledged = 0

  protected override writeHead(encoder: encoding.Encoder): void {
    encoding.writeVarString(encoder, this.seat.room)
  }

  protected override readHead(decoder: decoding.Decoder): number {
    decoding.readVarString(decoder)
    return decoding.readVarUint(decoder)
  }

  protected override greet(): void {
    this.socket.send(
      this.message(TYPE.authentication, (encoder) => {
        encoding.writeVarUint(encoder, AUTHENTICATION.token)
        encoding.writeVarString(encoder, '')
      }),
    )
  }

  protected override hearMessage(type: number, decoder: decoding.Decoder): void {
    if (type === TYPE.authentication) {
      if (decoding.readVarUint(decoder) === AUTHENTICATION.authenticated) this.askAll()
    } else if (type === TYPE.syncReply) this.hearSync(decoder)
    else if (type === TYPE.syncStatus) {
      if (decoding.readVarUint(decoder) === 1) this.acknowledged(++this.#acknowledged)
    } else super.hearMessage(type, decoder)
  }
}
