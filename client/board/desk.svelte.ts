import { SvelteSet } from 'svelte/reactivity'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Target } from '../../shared/model/series.ts'
import { around, contains, shifted, type Point, type Rect } from '../../shared/model/rect.ts'
import { Behalf } from '../guide/behalf.svelte.ts'
import type { LiveBoard } from '../live/board.svelte.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { Ballot } from '../vote/ballot.svelte.ts'
import { Camera, type View } from './camera.svelte.ts'
import type { DropTarget } from './drop-target.ts'
import { Scene } from './scene.svelte.ts'

/** A note being written: a new one somewhere, or the words of one that lies there. */
export type Writing =
  | {
      readonly kind: 'new'
      readonly zone: ZoneId
      readonly theme: ThemeId | null
      readonly at: Point
      readonly typed: string
    }
  | { readonly kind: 'note'; readonly id: NoteId; readonly typed: string; readonly mayEdit: boolean }

/** What hangs open above the board. */
export type Open =
  | { readonly kind: 'themePicker' }
  | { readonly kind: 'more' }
  | { readonly kind: 'themeMenu'; readonly theme: ThemeId; readonly at: Point }
  | { readonly kind: 'ties'; readonly targets: readonly Target[]; readonly at: Point }
  | { readonly kind: 'takeHome'; readonly target: Target }
  | { readonly kind: 'openVote' }
  | { readonly kind: 'people' }
  | { readonly kind: 'import' }
  | { readonly kind: 'shortcuts' }

/** What follows the pointer; drawn by hand, outside runes. */
export interface Lifted {
  readonly notes: ReadonlySet<NoteId>
  readonly theme: { readonly id: ThemeId; readonly zone: ZoneId } | null
  by: Point
}

/** Below this zoom a button of 32 px is smaller than a finger or a shaking hand can press. */
const VOTE_FROM = 0.75

/** One person at one board: what is chosen, what is being written, where one looks. */
export class Desk {
  readonly session: LiveSession
  readonly board: LiveBoard
  readonly scene: Scene
  readonly camera: Camera
  readonly selection = new SvelteSet<NoteId>()
  readonly ballot: Ballot
  readonly behalf: Behalf
  /** Where one votes; `goTo` brings the focus there too. */
  votePanel = $state.raw<{ show: () => void; goTo: () => void }>()
  /** Where one writes for oneself; `goTo` brings the focus there, with what was typed already, if it is there. */
  padPanel = $state.raw<{ goTo: (typed?: string) => boolean }>()
  /**
   * Whether this person lays dots on the board itself now: near enough to press on them. Who guides counts, and does not
   * vote.
   */
  readonly votes = $derived.by(
    () => this.ballot.vote?.kind === 'open' && this.session.actor.role === 'member' && this.camera.seen.z >= VOTE_FROM,
  )
  writing = $state.raw<Writing | null>(null)
  renaming = $state.raw<ThemeId | null>(null)
  open = $state.raw<Open | null>(null)
  target = $state.raw<DropTarget | null>(null)
  marquee = $state.raw<Rect | null>(null)
  tool = $state<'choose' | 'push'>('choose')
  /** The zone in the middle of what is seen. */
  zoneInView = $state.raw<ZoneId | null>(null)
  /** Not reactive: see `Lifted`. */
  lifted: Lifted | null = null
  cursor: Point | null = null
  /** A pointer is down on the stage: something is pushed, dragged or encircled, or about to be. */
  isHeld = false
  #stale = false

  constructor(session: LiveSession, draw: () => void) {
    this.session = session
    this.board = session.board
    this.ballot = new Ballot(session)
    this.behalf = new Behalf(session)
    this.scene = new Scene(session.board)
    this.camera = new Camera(() => {
      this.settle()
      this.#look()
      draw()
    })
  }

  /** Follows the board and the view until the returned function is called. */
  start(): () => void {
    const stopListening = this.board.onChange(() => {
      this.#stale = true
      this.camera.touch()
    })
    return () => {
      stopListening()
      this.camera.stop()
      this.session.show({})
    }
  }

  /** Lays out what changed, at once: after an own act, so that what follows sees it in its place. */
  settle(): void {
    if (!this.#stale) return
    this.#stale = false
    this.scene.refresh()
    for (const id of this.selection) if (!this.board.now.notes.has(id)) this.selection.delete(id)
    if (!this.camera.far) this.scene.cull(this.camera.rect)
  }

  note(id: NoteId): Note | undefined {
    return this.board.now.notes.get(id)
  }

  /** The chosen notes, in the order of the board. */
  chosen(): Note[] {
    return [...this.selection].sort().flatMap((id) => this.note(id) ?? [])
  }

  choose(ids: Iterable<NoteId>, add = false): void {
    if (!add) this.selection.clear()
    for (const id of ids) this.selection.add(id)
    this.open = null
    this.showPresence()
  }

  toggle(id: NoteId): void {
    if (!this.selection.delete(id)) this.selection.add(id)
    this.open = null
    this.showPresence()
  }

  /** Tells the others where this person is. */
  showPresence(): void {
    const { cursor, lifted, selection } = this
    this.session.show({
      ...(cursor && { cursor: [Math.round(cursor.x), Math.round(cursor.y)] as const }),
      ...(lifted &&
        lifted.notes.size > 0 && {
          // A presence message has 512 bytes: the first few tell enough.
          drag: {
            notes: [...lifted.notes].slice(0, 4),
            by: [Math.round(lifted.by.x), Math.round(lifted.by.y)] as const,
          },
        }),
      ...(!lifted && selection.size > 0 && { selection: [...selection].slice(0, 8) }),
    })
  }

  // Where one looks

  view(): View {
    const { x, y, z } = this.camera
    return { x, y, z }
  }

  #look(): void {
    const { rect } = this.camera
    const middle = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
    const zone = this.scene.zoneNear(middle)?.zone.id ?? null
    if (zone !== this.zoneInView) this.zoneInView = zone
  }

  fitAll(): void {
    this.camera.fit(this.scene.arrangement.box)
  }

  fitChosen(): void {
    const rect = this.rectOf(this.selection)
    if (rect) this.camera.fit(rect, 1, 80)
  }

  /** The zones in which something lies; all of them while nothing does. */
  fitUsed(): void {
    const used = this.scene.arrangement.zones.filter(({ layout }) => layout.notes.size > 0 || layout.trays.length > 0)
    this.camera.fit(around(used.map(({ box }) => box)) ?? this.scene.arrangement.box)
  }

  goToZone(id: ZoneId, z?: number): void {
    const zone = this.scene.arrangement.byZone.get(id)
    if (!zone) return
    if (z === undefined) this.camera.fit(zone.box, 1, 24)
    // A zone that is larger than the stage is read from its top left.
    if (z !== undefined || this.camera.z < 0.6) this.camera.readFrom(zone.box, z ?? 0.8)
  }

  goToTheme(id: ThemeId): void {
    const [first] = this.scene.traysOf(id)
    if (first) this.goTo(shifted(first.tray.box, first.zone.box))
  }

  goToNote(id: NoteId): void {
    const rect = this.scene.placeOf(id)
    if (rect) this.goTo(rect)
  }

  /** Brings a rectangle in the middle, at a size at which it can be read. */
  goTo(rect: Rect): void {
    const z = Math.min(1.2, Math.max(0.8, this.camera.z))
    const { width, height } = this.camera
    const x = rect.x + rect.width / 2 - width / z / 2
    const y = rect.height * z > height - 60 ? rect.y - 40 / z : rect.y + rect.height / 2 - height / z / 2
    this.camera.set({ x, y, z })
  }

  rectOf(ids: Iterable<NoteId>): Rect | null {
    return around([...ids].flatMap((id) => this.scene.placeOf(id) ?? []))
  }

  isInView(point: Point): boolean {
    return contains(this.camera.rect, point)
  }
}
