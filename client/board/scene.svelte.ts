import { untrack } from 'svelte'
import { arrange, placeOf, trayBox, zoneOf, type Arrangement, type ZoneBox } from '../../shared/model/arrange.ts'
import type { Marks } from '../../shared/model/board.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import { contains, overlap, shifted, type Point, type Rect } from '../../shared/model/rect.ts'
import type { Tray, ZoneLayout } from '../../shared/model/zone-layout.ts'
import type { LiveBoard, LiveNote, LiveTheme } from '../live/board.svelte.ts'

/** One note on the stage. Its component is drawn again when this note's words or place change, and else never. */
export class Card {
  readonly live: LiveNote
  /** Follows `live` once a frame, together with the place: new words and their size are one change. */
  note = $state.raw() as Note
  /** Relative to the tray or the zone that holds it. */
  at = $state.raw() as Rect
  /** How many notes lie under it. */
  under = $state(0)
  /** What others say of it. */
  marks = $state.raw<Marks>()

  constructor(live: LiveNote, at: Rect) {
    this.live = live
    this.note = live.note
    this.at = at
  }
}

export class TrayShown {
  readonly live: LiveTheme
  readonly zone: ZoneId
  tray = $state.raw() as Tray
  cards = $state.raw<readonly Card[]>([])

  constructor(live: LiveTheme, zone: ZoneId, tray: Tray) {
    this.live = live
    this.zone = zone
    this.tray = tray
  }
}

export class ZoneShown {
  readonly id: ZoneId
  place = $state.raw() as ZoneBox
  trays = $state.raw<readonly TrayShown[]>([])
  loose = $state.raw<readonly Card[]>([])

  constructor(place: ZoneBox) {
    this.id = place.zone.id
    this.place = place
  }
}

/** New cards made in one frame at most: more would be felt as a hitch when many come in view at once. */
const NEW_CARDS = 24

/**
 * The board as it is drawn: the arrangement, and of it only what is in view. Lists are replaced when their members
 * change, so a note that moves within view touches nothing but its own card.
 */
export class Scene {
  arrangement = $state.raw() as Arrangement
  zones = $state.raw<readonly ZoneShown[]>([])
  readonly #board: LiveBoard
  readonly #cards = new Map<NoteId, Card>()
  readonly #trays = new Map<string, TrayShown>()
  readonly #shown = new Map<ZoneId, ZoneShown>()
  #covered: Rect | null = null
  #budget = 0

  constructor(board: LiveBoard) {
    this.#board = board
    this.arrangement = arrange(board.now)
  }

  /** Lays the board out again after a change. */
  refresh(): void {
    this.arrangement = arrange(
      this.#board.now,
      untrack(() => this.arrangement),
    )
  }

  /** True while the cards on the stage cover this part of the board. */
  covers(view: Rect): boolean {
    const covered = this.#covered
    return (
      covered !== null &&
      view.x >= covered.x &&
      view.y >= covered.y &&
      view.x + view.width <= covered.x + covered.width &&
      view.y + view.height <= covered.y + covered.height
    )
  }

  /** Draws nothing: the zoom is too far for words. */
  clear(): void {
    this.#covered = null
    if (this.zones.length > 0) this.zones = []
    this.#cards.clear()
    this.#trays.clear()
    this.#shown.clear()
  }

  /**
   * Brings on the stage what lies in `view` and around it, and takes off the rest. False when more is to come: new
   * cards are made some at a time.
   */
  cull(view: Rect, margin = 0.3): boolean {
    return untrack(() => {
      const around = {
        x: view.x - view.width * margin,
        y: view.y - view.height * margin,
        width: view.width * (1 + 2 * margin),
        height: view.height * (1 + 2 * margin),
      }
      this.#budget = NEW_CARDS
      const zones: ZoneShown[] = []
      const used = { cards: new Set<NoteId>(), trays: new Set<string>() }
      for (const place of this.arrangement.zones) {
        if (overlap(place.box, around)) zones.push(this.#showZone(place, around, used))
      }
      for (const id of this.#cards.keys()) if (!used.cards.has(id)) this.#cards.delete(id)
      for (const key of this.#trays.keys()) if (!used.trays.has(key)) this.#trays.delete(key)
      const ids = new Set(zones.map((zone) => zone.id))
      for (const id of this.#shown.keys()) if (!ids.has(id)) this.#shown.delete(id)
      if (!sameList(this.zones, zones)) this.zones = zones
      const whole = this.#budget >= 0
      this.#covered = whole ? around : null
      return whole
    })
  }

  #showZone(place: ZoneBox, around: Rect, used: { cards: Set<NoteId>; trays: Set<string> }): ZoneShown {
    const { layout, box, zone } = place
    let shown = this.#shown.get(zone.id)
    if (!shown) this.#shown.set(zone.id, (shown = new ZoneShown(place)))
    if (shown.place !== place) shown.place = place
    const local = shifted(around, { x: -box.x, y: -box.y })
    const trays: TrayShown[] = []
    for (const tray of layout.trays) {
      const live = this.#board.themes.get(tray.theme)
      if (!live || !overlap(tray.box, local)) continue
      const key = `${zone.id} ${tray.theme}`
      used.trays.add(key)
      let one = this.#trays.get(key)
      if (!one) this.#trays.set(key, (one = new TrayShown(live, zone.id, tray)))
      if (one.tray !== tray) one.tray = tray
      const cards = this.#cardsOf(tray.notes, layout, local, tray.box, used.cards)
      if (!sameList(one.cards, cards)) one.cards = cards
      trays.push(one)
    }
    if (!sameList(shown.trays, trays)) shown.trays = trays
    const loose = this.#cardsOf(layout.looseNotes, layout, local, { x: 0, y: 0 }, used.cards)
    // As one reads: rows from the top, from left to right.
    loose.sort((a, b) => Math.floor(a.at.y / 60) - Math.floor(b.at.y / 60) || a.at.x - b.at.x)
    if (!sameList(shown.loose, loose)) shown.loose = loose
    return shown
  }

  #cardsOf(
    ids: readonly NoteId[],
    { notes: places, content }: ZoneLayout,
    local: Rect,
    origin: Point,
    used: Set<NoteId>,
  ): Card[] {
    const cards: Card[] = []
    for (const id of ids) {
      const place = places.get(id)
      const live = this.#board.notes.get(id)
      if (!place || !live || !overlap(place, local)) continue
      const at = { x: place.x - origin.x, y: place.y - origin.y, width: place.width, height: place.height }
      let card = this.#cards.get(id)
      if (card?.live !== live) {
        if (--this.#budget < 0) continue
        this.#cards.set(id, (card = new Card(live, at)))
      }
      if (card.note !== live.note) card.note = live.note
      if (!sameRect(card.at, at)) card.at = at
      const under = this.arrangement.stacks.get(id)?.length ?? 0
      if (card.under !== under) card.under = under
      const marks = content.marks.get(id)
      if (card.marks !== marks) card.marks = marks
      used.add(id)
      cards.push(card)
    }
    return cards
  }

  placeOf(id: NoteId): Rect | null {
    return placeOf(this.arrangement, id)
  }

  zoneAt(point: Point): ZoneBox | undefined {
    return this.arrangement.zones.find(({ box }) => contains(box, point))
  }

  /** The zone at a point, or the nearest to it. */
  zoneNear(point: Point): ZoneBox | undefined {
    const away = ({ box }: ZoneBox) =>
      Math.hypot(
        Math.max(box.x - point.x, 0, point.x - box.x - box.width),
        Math.max(box.y - point.y, 0, point.y - box.y - box.height),
      )
    return [...this.arrangement.zones].sort((a, b) => away(a) - away(b))[0]
  }

  trayAt(zone: ZoneBox, point: Point): Tray | undefined {
    return zone.layout.trays.find((tray) => contains(trayBox(zone, tray), point))
  }

  noteAt(point: Point): NoteId | undefined {
    const zone = this.zoneAt(point)
    if (!zone) return undefined
    const local = { x: point.x - zone.box.x, y: point.y - zone.box.y }
    return [...zone.layout.notes].find(([, place]) => contains(place, local))?.[0]
  }

  /** Notes that touch a rectangle of the board, as one draws it round them. */
  notesIn(rect: Rect): NoteId[] {
    return this.arrangement.zones.flatMap((zone) => {
      if (!overlap(zone.box, rect)) return []
      const local = shifted(rect, { x: -zone.box.x, y: -zone.box.y })
      return [...zone.layout.notes].filter(([, place]) => overlap(place, local)).map(([id]) => id)
    })
  }

  zoneOf(id: NoteId): ZoneBox | undefined {
    return zoneOf(this.arrangement, id)
  }

  /** The trays of a theme: one for each zone its notes lie in. */
  traysOf(theme: ThemeId): { zone: ZoneBox; tray: Tray }[] {
    return this.arrangement.zones.flatMap((zone) =>
      zone.layout.trays.filter((tray) => tray.theme === theme).map((tray) => ({ zone, tray })),
    )
  }
}

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i])

const sameRect = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
