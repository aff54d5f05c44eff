import { YjsClient } from './yjs-client.ts'

/** Sends the same bytes; a relay has no board to give. */
export class RelayClient extends YjsClient {
  protected override greet(): void {
    this.hasBoard(0)
  }

  protected override hear(): void {
    return
  }
}
