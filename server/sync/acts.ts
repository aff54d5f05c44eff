import * as Y from 'yjs'
import {
  parseLook,
  parseMeta,
  parsePlace,
  parseStatus,
  parseThemeMeta,
  parseThemePlace,
} from '../../shared/doc/layout.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { EntryChange } from './changes.ts'
import type { Act, Restored } from './policy.ts'
import { refuse } from './refusing.ts'
import type { Placed } from './spots.ts'

// From what changes in Yjs to what someone does: here the shape of notes and themes is checked, and nothing of rights.

/** What a note or theme said of itself before it was taken away: an undo brings back exactly that. */
export interface Former {
  readonly meta: unknown
  readonly place: unknown
}

/** What stood under a key before it was taken away, or null. */
export type FormerOf = (key: string) => Former | null

export function actsOf(doc: Y.Doc, change: EntryChange, formerOf: FormerOf): Act[] {
  const { entry } = change
  const stored = entry.isFresh ? null : doc.getMap(entry.root).get(entry.key)
  if (entry.root === 'notes')
    return stored instanceof Y.Map ? changedNote(stored, change) : writtenNote(change, formerOf(entry.key))
  return stored instanceof Y.Map ? changedTheme(stored, change) : writtenTheme(change, formerOf(entry.key))
}

function changedNote(map: Y.Map<unknown>, change: EntryChange): Act[] {
  const author = parseMeta(map.get('meta'))?.author ?? null
  if (change.isRemoved) return [{ act: 'withdraw', author }]
  refuseLoss(change)
  const from = parsePlace(map.get('place'))
  const acts: Act[] = change.isOverwritten ? [{ act: 'withdraw', author }] : []
  for (const [field, values] of change.fields) {
    refuseOther(field, ['place'])
    for (const value of newValues(values))
      acts.push({ act: 'place', author, from, to: parsePlace(value) ?? refuse('bounds') })
  }
  for (const [field, { inserted, removed }] of change.texts)
    acts.push({ act: 'rewrite', author, from }, typed(lengthOf(map, field) + inserted - removed, BOUNDS.noteText))
  return acts
}

function writtenNote(change: EntryChange, former: Former | null): Act[] {
  for (const field of change.fields.keys()) if (!['meta', 'place', 'text'].includes(field)) refuse('shape')
  const written = onlyValue(change, 'meta')
  const { author, organisation } = parseMeta(written) ?? refuse('shape')
  onlyText(change, 'text')
  return [
    ...newValues(change.fields.get('place')).map((value): Act => {
      const to = parsePlace(value) ?? refuse('bounds')
      const restored = former && {
        sameMeta: isEqual(former.meta, written),
        sameTheme: parsePlace(former.place)?.theme === to.theme,
      }
      return { act: 'write', author, organisation, to, restored }
    }),
    typed(change.texts.get('text')?.inserted ?? 0, BOUNDS.noteText),
  ]
}

function changedTheme(map: Y.Map<unknown>, change: EntryChange): Act[] {
  const theme = {
    author: parseThemeMeta(map.get('meta'))?.author ?? null,
    status: parseStatus(map.get('status')),
    from: parseThemePlace(map.get('place')),
  }
  if (change.isRemoved) return [{ act: 'removeTheme', ...theme }]
  refuseLoss(change)
  const acts: Act[] = change.isOverwritten ? [{ act: 'removeTheme', ...theme }] : []
  for (const [field, values] of change.fields) {
    refuseOther(field, ['place', 'look', 'status'])
    for (const value of newValues(values))
      if (field === 'place') acts.push({ act: 'editTheme', ...theme, to: parseThemePlace(value) ?? refuse('bounds') })
      else if (field === 'look')
        acts.push({ act: 'editTheme', ...theme, to: parseLook(value) ? null : refuse('shape') })
      else acts.push(parseStatus(value) ? { act: 'takeTheme' } : refuse('shape'))
  }
  for (const [field, { inserted, removed }] of change.texts)
    acts.push({ act: 'editTheme', ...theme, to: null }, typed(lengthOf(map, field) + inserted - removed, mostIn(field)))
  return acts
}

function writtenTheme(change: EntryChange, former: Former | null): Act[] {
  const fields = ['meta', 'place', 'title', 'summary', 'look', 'status']
  for (const field of change.fields.keys()) if (!fields.includes(field)) refuse('shape')
  const written = onlyValue(change, 'meta')
  const { author } = parseThemeMeta(written) ?? refuse('shape')
  onlyText(change, 'title')
  onlyText(change, 'summary')
  for (const look of newValues(change.fields.get('look'))) if (!parseLook(look)) refuse('shape')
  const places = newValues(change.fields.get('place')).map((value) => parseThemePlace(value) ?? refuse('bounds'))
  const statuses = newValues(change.fields.get('status')).map((value) => parseStatus(value) ?? refuse('shape'))
  const restored: Restored | null = former && { sameMeta: isEqual(former.meta, written), sameTheme: true }
  return [
    ...places.flatMap((to) => statuses.map((status): Act => ({ act: 'makeTheme', author, to, status, restored }))),
    typed(change.texts.get('title')?.inserted ?? 0, BOUNDS.title),
    typed(change.texts.get('summary')?.inserted ?? 0, BOUNDS.summary),
  ]
}

const typed = (length: number, most: number): Act => ({ act: 'type', length, most })
const mostIn = (field: string): number => (field === 'title' ? BOUNDS.title : BOUNDS.summary)

function lengthOf(map: Y.Map<unknown>, field: string): number {
  const text = map.get(field)
  return text instanceof Y.Text ? text.length : refuse('shape')
}

/** Fields of something that stands, beside those that may change: `meta` never, texts only from within. */
function refuseOther(field: string, changeable: readonly string[]): void {
  if (!changeable.includes(field)) refuse(field === 'meta' ? 'author' : 'shape')
}

/** A value goes only when another comes right behind it: nothing is left of a note without its place. */
function refuseLoss({ lost, fields }: EntryChange): void {
  for (const [field, item] of lost) {
    if (field === 'meta') refuse('author')
    if (!fields.get(field)?.some(({ after }) => after === item)) refuse('shape')
  }
}

/**
 * The values that come to stand in a field, as far as this update knows. Each value that is not itself replaced must be
 * live: so whichever Yjs lets win, the field has a value.
 */
function newValues(placed: readonly Placed[] = []): unknown[] {
  if (placed.length === 0) refuse('shape')
  const values: unknown[] = []
  for (const one of placed)
    if (one.live > 0) values.push(plainValue(one))
    else if (!one.isFollowed) refuse('shape')
  return values
}

function plainValue({ struct: { content, values } }: Placed): unknown {
  return content === 'values' && values.length === 1 ? values[0] : refuse('shape')
}

/** The value of a field that is written once. */
function onlyValue(change: EntryChange, field: string): unknown {
  const values = newValues(change.fields.get(field))
  return values.length === 1 ? values[0] : refuse('shape')
}

function onlyText({ fields }: EntryChange, field: string): void {
  const [text, ...more] = fields.get(field) ?? []
  if (text?.struct.content !== 'text' || text.live === 0 || more.length > 0) refuse('shape')
}

/** Lists of plain values: what meta and place are. */
const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
