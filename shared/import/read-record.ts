import * as v from 'valibot'
import type { Skipped } from '../wire/import.ts'
import { KNOWN_KEYS, recordFields, type FullRecord } from './record-fields.ts'

/** Why a file is no record to make a board from; `detail` is a sentence for who reads the answer. */
export interface Unreadable {
  readonly code: 'malformed' | 'import-format' | 'import-newer' | 'import-level'
  readonly detail: string
}

export interface ReadRecord {
  readonly record: FullRecord
  /** Parts of the file that nobody here knows. */
  readonly skipped: readonly Skipped[]
}

const VERSION = 1

/** The JSON of a record at level full, looked at to its last reference: what this answers can be laid on a board. */
export function readRecord(json: string): ReadRecord | Unreadable {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    return { code: 'malformed', detail: 'This is not JSON, or the end of it is missing. Fetch the file once more.' }
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || !('format' in raw))
    return { code: 'import-format', detail: 'This JSON is not the record of a session.' }
  const { format, version, level } = raw as { format: unknown; version?: unknown; level?: unknown }
  if (format !== 'bijeen.session')
    return { code: 'import-format', detail: 'This JSON is not the record of a session (format "bijeen.session").' }
  if (typeof version === 'number' && version > VERSION)
    return {
      code: 'import-newer',
      detail: `The file is of version ${version} and this server reads version ${VERSION}. Bring the server up to date, or fetch the file from one like it.`,
    }
  if (version !== VERSION) return { code: 'malformed', detail: `version: ${VERSION} was expected.` }
  if (level !== 'full')
    return {
      code: 'import-level',
      detail: 'Only the record at level full has all that a board needs. Fetch it with level=full.',
    }
  const parsed = v.safeParse(recordFields, raw, { abortEarly: true })
  if (!parsed.success) {
    const [issue] = parsed.issues
    return { code: 'malformed', detail: `${v.getDotPath(issue) ?? 'record'}: ${issue.message}` }
  }
  const wrong = wrongReference(parsed.output)
  if (wrong) return { code: 'malformed', detail: wrong }
  const unknown = Object.keys(raw).filter((key) => !KNOWN_KEYS.has(key))
  const names = unknown.slice(0, 20).map((key) => key.slice(0, 40))
  return {
    record: parsed.output,
    skipped: unknown.length > 0 ? [{ what: 'keys', count: unknown.length, why: 'notKnown', names }] : [],
  }
}

type Ids = ReadonlySet<string>

/** The first reference to what is not in the file, or in a ring; null when each is in order. */
function wrongReference(record: FullRecord): string | null {
  const { zones, themes, notes, network, session, marks } = record
  const ids: Record<'zone' | 'theme' | 'note' | 'organisation' | 'step', Ids> = {
    zone: idsOf(zones),
    theme: idsOf(themes),
    note: idsOf(notes),
    organisation: idsOf(network.organisations),
    step: idsOf(session.agenda),
  }
  const sizes: [string, Ids, readonly unknown[]][] = [
    ['zones', ids.zone, zones],
    ['themes', ids.theme, themes],
    ['notes', ids.note, notes],
    ['network.organisations', ids.organisation, network.organisations],
    ['session.agenda', ids.step, session.agenda],
  ]
  for (const [where, known, all] of sizes) if (known.size < all.length) return `${where}: two have the same id`
  for (const [where, kind, id] of referencesOf(record))
    if (!ids[kind].has(id)) return `${where}: the ${kind} ${id} is not in the file`
  const marked = new Set(marks.map(({ note }) => note))
  if (marked.size < marks.length) return 'marks: a note is counted twice'
  return wrongStack(record) ?? ringOf(record)
}

const idsOf = (all: readonly { readonly id: string }[]): Ids => new Set(all.map(({ id }) => id))

type Reference = readonly [where: string, kind: 'zone' | 'theme' | 'note' | 'organisation', id: string]

function* referencesOf(record: FullRecord): Generator<Reference> {
  const { zones, themes, notes, session, marks, takeHomes, commitments, expectations, series } = record
  const { attendance, deepened } = record
  const organisations = function* (where: string, all: readonly string[]): Generator<Reference> {
    for (const id of all) yield [where, 'organisation', id]
  }
  for (const one of [session.host, session.secondPresenter]) if (one) yield ['session', 'organisation', one]
  for (const [i, step] of session.agenda.entries()) if (step.zone) yield [`session.agenda.${i}`, 'zone', step.zone]
  for (const [i, { organisation }] of zones.entries())
    if (organisation) yield [`zones.${i}`, 'organisation', organisation]
  for (const [i, { look }] of themes.entries()) if (look.zone) yield [`themes.${i}`, 'zone', look.zone]
  for (const [i, note] of notes.entries()) {
    if (note.zone) yield [`notes.${i}`, 'zone', note.zone]
    if (note.theme) yield [`notes.${i}`, 'theme', note.theme]
    if (note.organisation) yield [`notes.${i}`, 'organisation', note.organisation]
    if (note.under) yield [`notes.${i}`, 'note', note.under]
    if (note.buildsOn) yield [`notes.${i}`, 'note', note.buildsOn]
  }
  for (const [i, { note, takeHome }] of marks.entries()) {
    yield [`marks.${i}`, 'note', note]
    yield* organisations(`marks.${i}`, takeHome)
  }
  for (const [i, one] of takeHomes.entries()) {
    if (one.note) yield [`takeHomes.${i}`, 'note', one.note]
    if (one.theme) yield [`takeHomes.${i}`, 'theme', one.theme]
    yield* organisations(`takeHomes.${i}`, [...one.from, ...one.to])
  }
  for (const [i, { who }] of commitments.entries()) yield* organisations(`commitments.${i}`, who)
  for (const [i, { theme }] of deepened.entries()) yield [`deepened.${i}`, 'theme', theme]
  for (const [i, { theme }] of expectations.entries()) yield [`expectations.${i}`, 'theme', theme]
  for (const [i, { note, theme }] of (series?.ties ?? []).entries()) {
    if (note) yield [`series.ties.${i}`, 'note', note]
    if (theme) yield [`series.ties.${i}`, 'theme', theme]
  }
  yield* organisations('attendance', attendance.excused)
}

/** A record tells of each note the top of its stack: that lies under none. */
function wrongStack({ notes }: FullRecord): string | null {
  const beneath = new Set(notes.flatMap(({ id, under }) => (under === undefined ? [] : [id])))
  const at = notes.findIndex(({ id, under }) => under !== undefined && (under === id || beneath.has(under)))
  return at < 0 ? null : `notes.${at}.under: what it lies under lies under another`
}

/** A note that builds on itself, in however many steps. */
function ringOf({ notes }: FullRecord): string | null {
  const next = new Map(notes.map(({ id, buildsOn }) => [id, buildsOn]))
  const done = new Set<string>()
  for (const [start] of next) {
    const path = new Set<string>()
    for (let id: string | undefined = start; id !== undefined && !done.has(id); id = next.get(id)) {
      if (path.has(id)) return `notes: ${id} builds on itself`
      path.add(id)
    }
    for (const id of path) done.add(id)
  }
  return null
}
