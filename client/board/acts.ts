import { freePlaces } from '../../shared/model/arrange.ts'
import type { MarkKind } from '../../shared/model/board.ts'
import type { NoteId, ThemeId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Point } from '../../shared/model/rect.ts'
import { mayCluster, mayPlaceNote, mayWithdraw, mayWriteIn } from '../../shared/model/rights.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { order as carryOut } from '../guide/guiding.ts'
import { whyOver } from '../live/over.ts'
import { notToMark, turnMark } from '../mark/marking.ts'
import { toast, type ToastAction } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import type { Desk } from './desk.svelte.ts'

// What one can do with the chosen notes, by hand, key or menu alike. Each says in a toast why it may not be.

/** Why a note may not be laid elsewhere; null when it may. */
export function whyNotPlaced(desk: Desk, note: Note): MessageKey | null {
  const { actor } = desk.session
  const zone = desk.board.now.zones.get(note.place.zone)
  if (mayPlaceNote(actor, note, zone)) return null
  const over = whyOver(desk.session, 'order')
  if (over) return over
  if (zone?.locked) return 'refused.zoneLocked'
  if (note.meta.author !== null && note.meta.author === actor.participant) return 'board.may.inTheme'
  return 'refused.notYours'
}

/** The last own act can be undone from its toast, until another act follows: undo would then undo that one. */
let closeUndo: () => void = () => undefined

function said(desk: Desk, text: string): void {
  closeUndo()
  closeUndo = toast(text, undoIn(desk))
}

/** What takes the last own act back; undefined when the session is over, in which nothing comes back. */
export const undoIn = (desk: Desk): ToastAction | undefined =>
  mayUndo(desk) ? { label: t('board.undo'), run: () => undo(desk) } : undefined

export const mayUndo = ({ session }: Pick<Desk, 'session'>): boolean => whyOver(session, 'order') === null

/** Says why nothing more is written, or ordered; false while it may be. */
export function isOver(desk: Desk, what: 'write' | 'order'): boolean {
  const why = whyOver(desk.session, what)
  if (why) toast(t(why))
  return why !== null
}

const acted = (): void => closeUndo()

export function withdrawChosen(desk: Desk): void {
  const { actor } = desk.session
  const all = desk.chosen()
  const own = all.filter((note) => mayWithdraw(actor, note)).map((note) => note.id)
  if (own.length === 0) {
    if (all.length > 0) toast(t('refused.notYours'))
    return
  }
  desk.board.withdraw(own)
  desk.selection.clear()
  desk.settle()
  said(desk, t('board.withdrawn', { count: own.length }))
}

export function undo(desk: Desk): void {
  acted()
  if (isOver(desk, 'order')) return
  desk.board.undo()
  desk.settle()
}

export function redo(desk: Desk): void {
  acted()
  if (isOver(desk, 'order')) return
  desk.board.redo()
  desk.settle()
}

/** Writes the same words again, next to the chosen ones, as own notes. */
export function duplicateChosen(desk: Desk): void {
  acted()
  if (isOver(desk, 'write')) return
  const { board, session } = desk
  const copies: NoteId[] = []
  for (const note of desk.chosen()) {
    const zone = board.now.zones.get(note.place.zone)
    if (!mayWriteIn(session.actor, zone)) {
      toast(t(zone?.locked ? 'refused.zoneLocked' : 'pad.only'))
      continue
    }
    const inTheme = note.place.theme !== null && mayCluster(session.actor)
    const place = desk.scene.arrangement.byZone.get(note.place.zone)
    const rect = desk.scene.placeOf(note.id)
    const spot = place && rect ? freePlaces(place, [{ id: note.id, rect }])[0] : undefined
    const copy = board.write(note.text, {
      zone: note.place.zone,
      kind: note.meta.kind,
      theme: inTheme ? note.place.theme : null,
      ...(spot && { x: spot.x, y: spot.y }),
    })
    if (copy) copies.push(copy)
  }
  desk.settle()
  desk.choose(copies)
}

/** Arrow keys: a quarter of a column, or a line; notes in a theme move up and down in its order. */
export function nudgeChosen(desk: Desk, by: Point): void {
  acted()
  const notes = desk.chosen()
  const why = notes.map((note) => whyNotPlaced(desk, note)).find((one) => one !== null)
  if (why) return void toast(t(why))
  const [only] = notes
  if (notes.length === 1 && only && isInTray(desk, only)) return stepInTheme(desk, only, by.y || by.x)
  const loose = notes.filter((note) => !isInTray(desk, note))
  for (const zone of new Set(loose.map((note) => note.place.zone))) {
    const place = desk.scene.arrangement.byZone.get(zone)
    const moved = loose
      .filter((note) => note.place.zone === zone)
      .flatMap((note) => {
        const rect = desk.scene.placeOf(note.id)
        return rect ? [{ id: note.id, rect: { ...rect, x: rect.x + by.x, y: rect.y + by.y } }] : []
      })
    if (place) desk.board.move(freePlaces(place, moved).map((one) => ({ ...one, zone })))
  }
  desk.settle()
}

const isInTray = (desk: Desk, note: Note): boolean =>
  note.place.theme !== null && desk.board.now.themes.has(note.place.theme)

function stepInTheme(desk: Desk, note: Note, by: number): void {
  const theme = note.place.theme
  const tray = desk.scene.zoneOf(note.id)?.layout.trays.find((one) => one.theme === theme)
  if (!theme || !tray) return
  const at = tray.notes.indexOf(note.id)
  const before = by < 0 ? tray.notes[at - 1] : tray.notes[at + 2]
  if (by < 0 && at === 0) return
  desk.board.putInTheme([note.id], theme, before ? { before } : {})
  desk.settle()
}

/** Puts the chosen notes in a theme; null makes a new one, whose name is asked for at once. */
export function putChosenWith(desk: Desk, theme: ThemeId | null, title = t('board.theme.new')): void {
  acted()
  const notes = desk.chosen()
  const [first] = notes
  if (!first) return
  if (isOver(desk, 'order')) return
  if (!mayCluster(desk.session.actor)) return void toast(t('board.may.cluster'))
  const why = notes.map((note) => whyNotPlaced(desk, note)).find((one) => one !== null)
  if (why) return void toast(t(why))
  const ids = notes.map((note) => note.id)
  if (theme) desk.board.putInTheme(ids, theme)
  else {
    const zones = new Set(notes.map((note) => note.place.zone))
    const made = desk.board.makeTheme(title, { zone: zones.size === 1 ? first.place.zone : null, notes: ids })
    if (title === t('board.theme.new')) desk.renaming = made
    theme = made
  }
  desk.selection.clear()
  desk.settle()
  for (const { zone, tray } of desk.scene.traysOf(theme).slice(0, 1)) {
    desk.camera.reveal({ ...tray.box, x: tray.box.x + zone.box.x, y: tray.box.y + zone.box.y })
  }
}

export function takeChosenOut(desk: Desk): void {
  acted()
  const notes = desk.chosen().filter((note) => note.place.theme !== null)
  const why = notes.map((note) => whyNotPlaced(desk, note)).find((one) => one !== null)
  if (why) return void toast(t(why))
  desk.board.takeOut(notes.map((note) => note.id))
  desk.settle()
}

/** Lays the chosen notes on one pile, the oldest on top. */
export function stackChosen(desk: Desk): void {
  acted()
  if (isOver(desk, 'order')) return
  if (!mayCluster(desk.session.actor)) return void toast(t('board.may.cluster'))
  const [top, ...rest] = desk.chosen()
  if (!top || rest.length === 0) return
  desk.board.stack(
    rest.map((note) => note.id),
    top.id,
  )
  desk.settle()
  desk.choose([top.id])
  said(desk, t('board.stacked', { count: rest.length + 1 }))
}

/** Lays what is stacked under the chosen notes beside them again: in the same theme, or on free ground. */
export function unstackChosen(desk: Desk): void {
  acted()
  if (isOver(desk, 'order')) return
  if (!mayCluster(desk.session.actor)) return void toast(t('board.may.cluster'))
  const { board, scene } = desk
  for (const top of desk.chosen()) {
    const under = scene.arrangement.stacks.get(top.id) ?? []
    const place = scene.zoneOf(top.id)
    const rect = scene.placeOf(top.id)
    if (under.length === 0 || !place || !rect) continue
    if (top.place.theme && isInTray(desk, top)) {
      board.putInTheme(under, top.place.theme, { after: top.id, zone: top.place.zone })
    } else {
      const free = freePlaces(
        place,
        under.map((id) => ({ id, rect })),
      )
      board.move(free.map((one) => ({ ...one, zone: top.place.zone })))
    }
  }
  desk.settle()
}

export async function parkChosen(desk: Desk): Promise<void> {
  acted()
  const notes = desk.chosen()
  desk.selection.clear()
  for (const note of notes) if (!(await order(desk, { type: 'park', note: note.id }))) return
  toast(t('board.parked', { count: notes.length }))
}

/** Says something of the one chosen note, or no more. */
export async function markChosen(desk: Desk, kind: MarkKind): Promise<void> {
  const [note, ...others] = desk.chosen()
  if (!note || others.length > 0) return
  if (notToMark(desk.session).has(note.id)) return void toast(t('mark.own'))
  await turnMark(desk.session, note.id, kind)
}

/** To the vote that runs, or its result; while there is none, who guides opens one. */
export function goToVote(desk: Desk): void {
  const { vote } = desk.ballot
  const guides = desk.session.actor.role === 'facilitator'
  if (guides && vote?.kind !== 'open' && isOver(desk, 'write')) return
  if (guides && vote?.kind !== 'open') desk.open = { kind: 'openVote' }
  else if (vote) desk.votePanel?.goTo()
  else toast(t('denied.voteClosed'))
}

/** Gives a command; false, and a sentence, when it is refused. */
export const order = (desk: Pick<Desk, 'session'>, command: Command): Promise<boolean> =>
  carryOut(desk.session, command)
