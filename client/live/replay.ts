import * as write from '../../shared/doc/commands.ts'
import { mergedText } from '../../shared/doc/text.ts'
import type { Board } from '../../shared/model/board.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Note, NotePlace } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { mayCluster, type Actor } from '../../shared/model/rights.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Change, Intent } from '../net/intents.ts'
import {
  whyNotEdit,
  whyNotMake,
  whyNotPlace,
  whyNotRemove,
  whyNotRewrite,
  whyNotWithdraw,
  whyNotWrite,
} from './why-not.ts'

// What was meant, done again on the board as the server has it. Whatever is there already is left; whatever cannot be
// done (any more) is told, and words go back to who wrote them.

/** Words that the board did not take, back with their writer. */
export interface Returned {
  readonly what: 'note' | 'change' | 'theme'
  readonly id: NoteId | ThemeId
  readonly text: string
  /** Where they were meant for; null for what lies in no zone. */
  readonly zone: ZoneId | null
  readonly refusal: Refusal
}

/** What has no words, and is only told. */
export interface NotDone {
  readonly what: 'move' | 'withdraw' | 'themeAct' | 'publish'
  readonly refusal: Refusal
}

export type Undone = Returned | NotDone

type Now = Pick<Board, 'zones' | 'notes' | 'themes'>

/** Carries out one intent, in one transaction. `now` is the board as it stands; an intent touches nothing twice. */
export function carryOut(board: write.BoardDoc, now: Now, actor: Actor, { notes, themes }: Intent): Undone[] {
  return board.change(() => [
    ...themes.flatMap((change) => themeAgain(board, now, actor, change)),
    ...notes.flatMap((change) => noteAgain(board, now, actor, change)),
  ])
}

function noteAgain(board: write.BoardDoc, now: Now, actor: Actor, { id, was, is, refused }: Change<Note>): Undone[] {
  const there = now.notes.get(id)
  if (!is) {
    if (!there) return []
    const why = refused ?? whyNotWithdraw(actor, there)
    if (why) return [{ what: 'withdraw', refusal: why }]
    write.withdrawNotes(board, [there.id])
    return []
  }
  if (!there && was) return gone(was, is)
  if (!there) {
    const why = refused ?? whyNotWrite(now, actor, is)
    if (why) return [backAs('note', is, is.text, why)]
    // Words matter more than the theme that they lay in when everyone could still cluster.
    write.putNote(board, mayCluster(actor) ? is : { ...is, place: { ...is.place, theme: null, under: null } })
    return []
  }
  const undone: Undone[] = []
  const text = was ? mergedText(was.text, is.text, there.text) : is.text
  if (was?.text !== is.text && text !== there.text) {
    const why = refused ?? whyNotRewrite(now, actor, there) ?? (text.length > BOUNDS.noteText ? 'bounds' : null)
    if (why) undone.push(backAs('change', there, is.text, why))
    else write.rewriteNote(board, there.id, text)
  }
  if (!(was && isSamePlace(was.place, is.place)) && !isSamePlace(there.place, is.place)) {
    const why = refused ?? whyNotPlace(now, actor, there, is.place)
    if (why) undone.push({ what: 'move', refusal: why })
    else write.placeNote(board, there.id, is.place)
  }
  return undone
}

/** Someone took the note away meanwhile: new words for it stay with who wrote them. */
function gone(was: Note, is: Note): Undone[] {
  if (was.text !== is.text) return [backAs('change', is, is.text, 'note-unknown')]
  return [{ what: 'move', refusal: 'note-unknown' }]
}

const backAs = (what: Returned['what'], { id, place }: Note, text: string, refusal: Refusal): Returned => ({
  what,
  id,
  text,
  zone: place.zone,
  refusal,
})

const isSamePlace = (a: NotePlace, b: NotePlace): boolean => JSON.stringify(a) === JSON.stringify(b)

function themeAgain(board: write.BoardDoc, now: Now, actor: Actor, { id, was, is, refused }: Change<Theme>): Undone[] {
  const there = now.themes.get(id)
  if (!is) {
    if (!there) return []
    const why = refused ?? whyNotRemove(actor, there)
    if (why) return [{ what: 'themeAct', refusal: why }]
    write.dropTheme(board, there.id)
    return []
  }
  if (!there) {
    const why = was ? 'theme-unknown' : (refused ?? whyNotMake(now, actor, is))
    if (!why) write.putTheme(board, is)
    return why ? themeBack(was, is, why) : []
  }
  const base = was ?? there
  const title = mergedText(base.title, is.title, there.title).slice(0, BOUNDS.title)
  const summary = mergedText(base.summary, is.summary, there.summary)
  const isMoved = base.zone !== is.zone || base.rank !== is.rank
  const isTaken = base.status !== is.status
  const isColoured = base.colour !== is.colour
  if (title === there.title && summary === there.summary && !isMoved && !isTaken && !isColoured) return []
  const why =
    refused ??
    whyNotEdit(now, actor, there, isMoved ? is.zone : there.zone) ??
    (isTaken && actor.role !== 'facilitator' ? 'not-for-you' : null) ??
    (summary.length > BOUNDS.summary ? 'bounds' : null)
  if (why) return themeBack(base, is, why)
  if (title !== there.title) write.renameTheme(board, there.id, title)
  if (summary !== there.summary) write.summariseTheme(board, there.id, summary)
  if (isColoured) write.colourTheme(board, there.id, is.colour)
  if (isTaken) write.setStatus(board, there.id, is.status)
  if (isMoved) write.placeTheme(board, there.id, is)
  return []
}

function themeBack(was: Theme | null, is: Theme, refusal: Refusal): Undone[] {
  const words = [was?.title !== is.title && is.title, was?.summary !== is.summary && is.summary].filter(Boolean)
  if (words.length === 0) return [{ what: 'themeAct', refusal }]
  return [{ what: 'theme', id: is.id, text: words.join('\n\n'), zone: is.zone, refusal }]
}
