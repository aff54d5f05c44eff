import { Client } from './client.ts'
import type { Edit, EditKind, Held } from './edit.ts'
import { CURSOR_SIGN, EDIT_SIGN, mark, marksIn } from './marks.ts'

/** What the server wants to hear of who comes; it tells that itself. */
export interface TldrawProtocol {
  readonly version: number
  readonly schema: unknown
}

type Diff = Record<string, readonly ['put' | 'patch', Record<string, unknown>]>

/** Speaks tldraw's own protocol: records as JSON, a note's text replaced whole, presence as a record. */
export class TldrawClient extends Client {
  #clock = 0
  #isShown = false
  #board: Diff = {}

  makeEdits(kinds: readonly EditKind[], nextId: () => number): Edit[] {
    let shape = ''
    let text = ''
    const made = kinds.map((wanted, n) => {
      const id = nextId()
      const own = mark(EDIT_SIGN, id)
      const kind = shape === '' ? 'note' : wanted
      const at = { x: (id * 37) % 4_000, y: (id * 91) % 3_000 }
      if (kind === 'note') {
        shape = `shape:n${this.id}-${n}`
        text = own
        return { id, kind, shape, diff: { [shape]: ['put', noteRecord(shape, at, text)] } as Diff }
      }
      if (kind === 'move') {
        const patch = { x: ['put', at.x], y: ['put', at.y], meta: ['put', { own }] }
        return { id, kind, shape, diff: { [shape]: ['patch', patch] } as Diff }
      }
      text = kind === 'text' ? text + own : own
      const patch = { props: ['patch', { richText: ['put', richText(text)] }] }
      return { id, kind, shape, diff: { [shape]: ['patch', patch] } as Diff }
    })
    // A note bears the mark of its last move alone.
    const lastMove = new Map(made.filter((one) => one.kind === 'move').map((one) => [one.shape, one.id]))
    return made.map(({ id, kind, shape: note, diff }) => ({
      id,
      update: null,
      frame: JSON.stringify(diff),
      proof: {
        by: 'words',
        note,
        words: mark(EDIT_SIGN, id),
        isShadowed: kind === 'move' && lastMove.get(note) !== id,
      },
    }))
  }

  override send(edit: Edit): void {
    this.#push('diff', String(edit.frame))
  }

  /** Notes that nobody counts. */
  sendNotes(notes: readonly { readonly id: number; readonly text: string }[]): void {
    const records = notes.map(({ id, text }) => {
      const shape = `shape:b${id}`
      return [shape, ['put', noteRecord(shape, { x: (id * 37) % 4_000, y: (id * 91) % 3_000 }, text)]] as const
    })
    this.#push('diff', JSON.stringify(Object.fromEntries(records)))
  }

  showCursor(n: number): void {
    const [x, y] = [(n * 31) % 2_000, (n * 17) % 1_500]
    const words = mark(CURSOR_SIGN, n)
    const presence = this.#isShown
      ? ['patch', { cursor: ['patch', { x: ['put', x], y: ['put', y] }], chatMessage: ['put', words] }]
      : ['put', presenceRecord(this.id, x, y, words)]
    this.#isShown = true
    this.#push('presence', JSON.stringify(presence))
  }

  cursorsIn(message: Buffer, hit: (n: number) => void): void {
    marksIn(message, CURSOR_SIGN, hit)
  }

  held(): Held {
    const records = Object.entries(this.#board).map(([id, [, record]]) => ({
      id,
      record,
      words: JSON.stringify(record),
    }))
    const shapes = new Map(
      records.filter(({ record }) => record['typeName'] === 'shape').map(({ id, words }) => [id, words]),
    )
    const cursors = new Map<unknown, number>()
    for (const { record } of records) {
      if (record['typeName'] !== 'instance_presence') continue
      marksIn(Buffer.from(String(record['chatMessage'])), CURSOR_SIGN, (n) => cursors.set(record['userId'], n))
    }
    return {
      has: ({ proof }) => {
        const words = proof.by === 'words' && shapes.get(proof.note)
        return typeof words === 'string' && proof.by === 'words' && (proof.isShadowed || words.includes(proof.words))
      },
      notes: shapes.size,
      cursorOf: (client) => cursors.get(userId(client)),
      isWhole: true,
      equals: () => null,
    }
  }

  protected greet(): void {
    const { tldraw } = this.seat
    if (!tldraw) throw new Error('the protocol was not asked for')
    const { version: protocolVersion, schema } = tldraw
    this.socket.send(
      JSON.stringify({ type: 'connect', connectRequestId: `c${this.id}`, lastServerClock: 0, protocolVersion, schema }),
    )
  }

  protected hear(message: Buffer): void {
    const heard = JSON.parse(message.toString()) as { type: string; diff?: Diff }
    if (heard.type !== 'connect') return
    if (this.options.keeps) this.#board = heard.diff ?? {}
    this.hasBoard(message.length)
  }

  #push(field: 'diff' | 'presence', json: string): void {
    this.socket.send(`{"type":"push","clientClock":${++this.#clock},"${field}":${json}}`)
  }
}

const userId = (client: number): string => `user:u${client}`

const richText = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

const noteRecord = (id: string, at: { x: number; y: number }, text: string) => ({
  id,
  typeName: 'shape',
  type: 'note',
  ...at,
  rotation: 0,
  index: 'a1',
  parentId: 'page:page',
  isLocked: false,
  opacity: 1,
  meta: {},
  props: {
    color: 'yellow',
    labelColor: 'black',
    size: 'm',
    font: 'draw',
    fontSizeAdjustment: null,
    align: 'middle',
    verticalAlign: 'middle',
    growY: 0,
    url: '',
    scale: 1,
    textLastEditedBy: null,
    richText: richText(text),
  },
})

const presenceRecord = (client: number, x: number, y: number, chatMessage: string) => ({
  userId: userId(client),
  userName: `Participant ${client}`,
  currentPageId: 'page:page',
  followingUserId: null,
  lastActivityTimestamp: 0,
  cursor: { x, y, type: 'default', rotation: 0 },
  color: '#4488cc',
  camera: { x: 0, y: 0, z: 1 },
  selectedShapeIds: [],
  brush: null,
  scribbles: [],
  screenBounds: { x: 0, y: 0, w: 1_000, h: 800 },
  chatMessage,
  meta: {},
})
