import { emphasis, list, noteList, paragraphs, part, said, sentence, strong, subheading, words } from './document.ts'
import type { Block, Line, Part } from './document.ts'
import type { RecordNote, RecordTheme, RecordZone } from './record.ts'
import { takenHomePicture } from './taken-home.ts'
import type { Telling } from './telling.ts'
import { joined, wayNames } from './ways.ts'

/** A theme's sentence prints once, at the theme's first heading: which themes have had theirs. */
export type Told = Set<string>

const notesIn = ({ tops, zoneOf }: Telling, zone: RecordZone): RecordNote[] =>
  tops.filter((note) => zoneOf(note)?.id === zone.id)

const zonesOf = ({ record }: Telling, ...kinds: readonly RecordZone['kind'][]): RecordZone[] =>
  kinds.flatMap((kind) => record.zones.filter((zone) => zone.kind === kind))

/** Titles, numbered. Notes of another session stand in that session's record. */
export function expectationParts(telling: Telling, told: Told): Part[] {
  const { record, t, theme, themeTitle } = telling
  return zonesOf(telling, 'expectations').flatMap((zone) => {
    const expectations = record.expectations.filter((expectation) => theme(expectation.theme)?.zone === zone.id)
    const elsewhere = new Set(
      expectations.filter(({ session }) => session !== record.session.number).map((expectation) => expectation.theme),
    )
    const numbered = new Map(expectations.map((expectation) => [expectation.theme, expectation.number]))
    const notes = notesIn(telling, zone).filter(({ theme: id }) => id === null || !elsewhere.has(id))
    const title = (about: RecordTheme): string => {
      const number = numbered.get(about.id)
      return number === undefined ? themeTitle(about) : t('record.numbered', { number, title: themeTitle(about) })
    }
    const isPlain = notes.length === 0
    return part(
      telling.zoneTitle(zone),
      isPlain
        ? list(
            expectations.flatMap(({ theme: id }) => theme(id) ?? []).map((about) => [said(themeTitle(about))]),
            { ordered: true },
          )
        : byTheme(telling, notes, told, { title, always: new Set(numbered.keys()) }),
    )
  })
}

/** How the presenters work, by aspect. An aspect without a note is not there. */
export function practiceParts(telling: Telling): Part[] {
  const presenters = new Map<string, RecordZone[]>()
  for (const zone of zonesOf(telling, 'presentation')) {
    const key = zone.organisation ?? zone.presenter ?? ''
    presenters.set(key, [...(presenters.get(key) ?? []), zone])
  }
  return [...presenters.values()].flatMap((zones) =>
    part(
      practiceTitle(telling, zones[0]),
      ...zones.map((zone) => {
        const notes = notesIn(telling, zone)
        return notes.length === 0
          ? []
          : [
              ...subheading(telling.zoneTitle(zone)),
              ...noteList(notes, (note) => withLabel(telling, note, reactionLabel(telling, note, zone))),
            ]
      }),
    ),
  )
}

function practiceTitle({ record, t, name }: Telling, zone: RecordZone | undefined): string {
  const organisation = name(zone?.organisation)
  const { host, secondPresenter } = record.session
  const isHost = zone?.organisation === undefined ? zone?.presenter === 'host' : zone.organisation === host
  const isSecond =
    zone?.organisation === undefined ? zone?.presenter === 'second' : zone.organisation === secondPresenter
  if (organisation === undefined) {
    return t(isHost ? 'record.practiceHost' : isSecond ? 'record.practiceSecond' : 'record.practice')
  }
  return t(isHost ? 'record.practiceOfHost' : isSecond ? 'record.practiceOfSecond' : 'record.practiceOf', {
    organisation,
  })
}

/** Whose reaction it is and of what kind; the presenter's own ideas speak for themselves. */
function reactionLabel({ record, t, name }: Telling, note: RecordNote, zone: RecordZone): string {
  const isOwn = note.organisation !== undefined && note.organisation === zone.organisation
  const isFromGroup = record.level === 'organisation' && record.network.showOrganisation.presentation
  const whose = isOwn ? undefined : isFromGroup ? t('record.fromGroup') : name(note.organisation)
  return [whose, note.kind === 'idea' ? undefined : t(`record.kind.${note.kind}`)]
    .filter((word) => word !== undefined)
    .join(', ')
}

/** Reflection, cross-pollination and zones of the facilitator's own: by theme. */
export function themedParts(telling: Telling, told: Told): Part[] {
  const [pollination] = zonesOf(telling, 'crossPollination')
  const picture = takenHomePicture(telling)
  return [
    ...zonesOf(telling, 'reflection', 'crossPollination', 'free').flatMap((zone) =>
      part(
        telling.zoneTitle(zone),
        byTheme(telling, notesIn(telling, zone), told),
        zone === pollination ? picture : [],
      ),
    ),
    // What was taken home was, also where its zone is gone.
    ...(pollination ? [] : part(telling.t('zone.crossPollination'), picture)),
  ]
}

interface ByTheme {
  readonly title?: (theme: RecordTheme) => string
  /** Themes that get their heading also without notes. */
  readonly always?: ReadonlySet<string>
}

function byTheme(telling: Telling, notes: readonly RecordNote[], told: Told, options: ByTheme = {}): Block[] {
  const { record, t, theme } = telling
  const { title = telling.themeTitle, always } = options
  const items = (those: readonly RecordNote[]): Block[] => noteList(those, (note) => noteLine(telling, note))
  const groups = record.themes
    .map((about) => ({ about, those: notes.filter((note) => note.theme === about.id) }))
    .filter(({ about, those }) => those.length > 0 || always?.has(about.id))
  const loose = notes.filter((note) => theme(note.theme) === undefined)
  return [
    ...groups.flatMap(({ about, those }) => {
      const summary = told.has(about.id) ? '' : about.summary
      told.add(about.id)
      return [...subheading(title(about), about.id), ...sentence(summary), ...items(those)]
    }),
    ...(groups.length > 0 && loose.length > 0 ? subheading(t('record.loose')) : []),
    ...items(loose),
  ]
}

/** Themes whose notes all stand under an aspect or on the parking lot: their sentence has no heading there. */
export function otherThemes(telling: Telling, told: Told): Part[] {
  if (telling.record.level === 'organisation') return []
  return part(
    telling.t('record.themes'),
    ...telling.record.themes
      .filter(({ id, summary }) => !told.has(id) && summary.trim() !== '')
      .map((about) => [...subheading(telling.themeTitle(about), about.id), ...sentence(about.summary)]),
  )
}

/** Notes without a theme: the parking lot, and those whose zone is gone. */
export const parkedParts = (telling: Telling): Part[] =>
  zonesOf(telling, 'parked').flatMap((zone) =>
    part(
      telling.zoneTitle(zone),
      noteList(notesIn(telling, zone), (note) => noteLine(telling, note)),
    ),
  )

export const elsewhereParts = (telling: Telling): Part[] =>
  part(
    telling.t('record.elsewhere'),
    noteList(
      telling.tops.filter((note) => !telling.zoneOf(note)),
      (note) => noteLine(telling, note),
    ),
  )

/** Notes in a zone for commitments, below the table. */
export const commitmentNotes = (telling: Telling): Block[] =>
  noteList(
    zonesOf(telling, 'commitments').flatMap((zone) => notesIn(telling, zone)),
    (note) => noteLine(telling, note),
  )

export const deepenedParts = (telling: Telling): Part[] =>
  telling.record.deepened.flatMap(({ theme: id, text }) => {
    const about = telling.theme(id)
    return about ? part(telling.t('record.deepened', { title: telling.themeTitle(about) }), paragraphs(text)) : []
  })

function noteLine(telling: Telling, note: RecordNote): Line {
  if (telling.partOf(note) !== 'crossPollination')
    return withLabel(telling, note, telling.name(note.organisation) ?? '')
  const way = arrow(telling, note)
  return way === '' ? withLabel(telling, note, '') : [strong(way), words(' · '), ...withLabel(telling, note, '')]
}

function withLabel(telling: Telling, note: RecordNote, label: string): Line {
  const times = telling.timesWritten(note)
  return [
    said(note.text),
    ...(times > 1 ? [words(` (×${times})`)] : []),
    ...(label === '' ? [] : [words(' '), emphasis(`(${label})`)]),
  ]
}

/** From → to, of a stack joined. Empty when nobody is known to give it. */
function arrow(telling: Telling, note: RecordNote): string {
  const { t, and } = telling
  const { from, to } = joinedWays(telling, [note, ...telling.beneath(note)])
  if (from.length === 0 && to.length === 0) return ''
  const target = to.length === 0 ? t('record.undecided') : and(to)
  return [and(from), '→', target].filter((word) => word !== '').join(' ')
}

/** The names on both sides; when `to` is all others, it is that word. */
export const joinedWays = (telling: Telling, notes: readonly RecordNote[]): { from: string[]; to: string[] } =>
  wayNames(telling, joined(notes.flatMap((note) => telling.wayOf(note) ?? [])))
