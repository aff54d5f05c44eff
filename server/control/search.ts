import { byOrder, byRank, type Board } from '../../shared/model/board.ts'
import type { Network, ShowOrganisation } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import { hasAll } from '../../shared/model/search-words.ts'
import type { Series } from '../../shared/model/series.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone, ZoneKind } from '../../shared/model/zone.ts'
import type { SearchAnswer, SearchedSession, SearchHit } from '../../shared/wire/search.ts'
import type { StoredSession } from '../storage/storage.ts'
import { readBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'

// Words found again over a whole network. There is no index, which would keep what was taken away: each board is read as it
// stands, one after the other, and others' work goes in between.

/** More are counted only: who gets so many asks for more words. */
const MOST_HITS = 50
/** After so many notes others have their turn. */
const AT_ONCE = 100

const breath = (): Promise<void> => new Promise((done) => setImmediate(done))

/** `guides`: also what is hidden, and what was not published yet. */
export async function search(
  house: House,
  network: Network,
  guides: boolean,
  words: readonly string[],
): Promise<SearchAnswer> {
  const { storage } = house
  const sessions = [...(await storage.sessionsOf(network.id))].sort((a, b) => a.number - b.number)
  const { series } = await storage.findSeries(network.id)
  const found: SearchedSession[] = []
  const unread: number[] = []
  let count = 0
  const add = (about: Omit<SearchedSession, 'hits'>, hits: readonly SearchHit[]) => {
    const shown = hits.slice(0, Math.max(0, MOST_HITS - count))
    count += hits.length
    if (shown.length > 0) found.push({ ...about, hits: shown })
  }
  for (const session of sessions) {
    const board = await readBoard(house, session.id)
    if (isRefusal(board)) unread.push(session.number)
    const hits = isRefusal(board) ? [] : await onBoard(session, board, network.showOrganisation, guides, words)
    // Who takes an idea home begins with the words of a note: where those are not found, it is not either.
    const unspoken = isRefusal(board) ? null : unspokenNotes(session, board, guides)
    const { id, number, control } = session
    add({ session: id, number, title: control.title, startsAt: control.startsAt }, [
      ...hits,
      ...inSeries(series, session, network.showOrganisation, words, unspoken),
    ])
    await breath()
  }
  const ofAll = series.expectations.filter(({ session }) => session === null)
  add({ session: null, number: null, title: '', startsAt: null }, expectationHits(ofAll, words))
  return { sessions: found, more: Math.max(0, count - MOST_HITS), unread }
}

async function onBoard(
  { control }: StoredSession,
  board: Board,
  show: ShowOrganisation,
  guides: boolean,
  words: readonly string[],
): Promise<SearchHit[]> {
  // Check-in words are of that moment: nobody finds them afterwards.
  const zones = new Map(
    control.zones
      .filter(({ hidden, kind }) => kind !== 'checkIn' && (guides || !hidden))
      .map((zone) => [zone.id, zone]),
  )
  const isKept = keptBack(control)
  const notes: Note[] = []
  const used = new Set<string | null>()
  const usedInSight = new Set<string | null>()
  let looked = 0
  for (const note of board.notes.values()) {
    const { zone, theme } = note.place
    used.add(theme)
    if (zones.has(zone) && (guides || !isKept(note.id))) {
      usedInSight.add(theme)
      if (hasAll(note.text, words)) notes.push(note)
    }
    if (++looked % AT_ONCE === 0) await breath()
  }
  // One of which all notes lie where this person may not look is not told of.
  const themes = [...board.themes.values()]
    .filter(({ id, zone }) => usedInSight.has(id) || (zone === null ? !used.has(id) : zones.has(zone)))
    .sort(byRank)
  const { minutes, published } = control
  const reads = guides || published.includes('group')
  const introduction = reads && hasAll(minutes.summary, words) ? [hit('introduction', minutes.summary)] : []
  const decisions = reads ? minutes.decisions.filter(({ text }) => hasAll(text, words)) : []
  const deepened = (theme: Theme): SearchHit[] => {
    const text = reads ? minutes.deepened.find((one) => one.theme === theme.id)?.text : undefined
    return text && hasAll(text, words) ? [{ ...hit('deepened', theme.title), id: theme.id, more: text }] : []
  }
  const about = themes.flatMap((theme): SearchHit[] => {
    const itself = { ...hit('theme', theme.title), id: theme.id, ...(theme.summary && { more: theme.summary }) }
    return [...(hasAll(`${theme.title} ${theme.summary}`, words) ? [itself] : []), ...deepened(theme)]
  })
  const titles = new Map<string, Theme>(themes.map((theme) => [theme.id, theme]))
  return [
    ...introduction,
    ...decisions.map(({ text }) => hit('decision', text)),
    ...about,
    ...notes.sort(inReading(zones, titles)).map((note): SearchHit => {
      const zone = zones.get(note.place.zone)
      const { organisation } = note.meta
      const theme = note.place.theme === null ? undefined : titles.get(note.place.theme)
      return {
        ...hit('note', note.text, zone && organisation !== null && showsWhose(zone.kind, show) ? [organisation] : []),
        id: note.id,
        ...(zone && { zone: { title: zone.title, kind: zone.kind } }),
        ...(theme && { theme: theme.title }),
      }
    }),
  ]
}

/** What the facilitator keeps out of the record does not come back to members when they search, though it lies on the board. */
function keptBack({ minutes }: StoredSession['control']): (note: string) => boolean {
  const kept = new Set<string>([...minutes.omitted, ...minutes.staysInGroup])
  return (note) => kept.has(note)
}

/** The notes of which nothing is told: those of the check-in to nobody, those that are kept back or hidden not to members. */
function unspokenNotes({ control }: StoredSession, { notes }: Board, guides: boolean): ReadonlySet<string> {
  const isKept = keptBack(control)
  const kinds = new Map(control.zones.map(({ id, kind, hidden }) => [id, { kind, hidden }]))
  return new Set(
    [...notes.values()].flatMap(({ id, place }) => {
      const zone = kinds.get(place.zone)
      return zone?.kind === 'checkIn' || (!guides && (zone?.hidden || isKept(id))) ? [id] : []
    }),
  )
}

/** By zone, by theme, and as it lies there: nothing of when it was written. */
const inReading =
  (zones: ReadonlyMap<string, Zone>, themes: ReadonlyMap<string, Theme>) =>
  (a: Note, b: Note): number => {
    const [from, to] = [zones.get(a.place.zone), zones.get(b.place.zone)]
    if (from && to && from !== to) return byOrder(from, to)
    const rankOf = ({ place }: Note) => (place.theme && themes.get(place.theme)?.rank) ?? '~'
    const [x, y] = [rankOf(a), rankOf(b)]
    if (x !== y) return x < y ? -1 : 1
    if (a.place.theme && a.place.rank !== b.place.rank) return a.place.rank < b.place.rank ? -1 : 1
    return a.place.y - b.place.y || a.place.x - b.place.x || a.text.localeCompare(b.text)
  }

function inSeries(
  { commitments, takeHomes, expectations }: Series,
  { id }: StoredSession,
  show: ShowOrganisation,
  words: readonly string[],
  unspoken: ReadonlySet<string> | null,
): SearchHit[] {
  const here = ({ session }: { session: unknown }) => session === id
  return [
    ...commitments
      .filter((one) => here(one) && hasAll(one.what, words))
      .map(({ what, who }) => hit('commitment', what, show.commitments ? who : [])),
    ...takeHomes
      .filter(({ target }) => target === null || (unspoken !== null && !unspoken.has(target)))
      .filter((one) => here(one) && hasAll([one.what, one.firstStep, one.help, one.saw].join(' '), words))
      .map(({ what, to, firstStep, help, saw }): SearchHit => {
        const more = [firstStep, help, saw].filter((text) => text !== '' && words.some((word) => hasAll(text, [word])))
        return {
          ...hit('takeHome', what, show.crossPollination ? to : []),
          ...(more.length > 0 && { more: more.join(' · ') }),
        }
      }),
    ...expectationHits(expectations.filter(here), words),
  ]
}

const expectationHits = (expectations: Series['expectations'], words: readonly string[]): SearchHit[] =>
  expectations.filter(({ text }) => hasAll(text, words)).map(({ text }) => hit('expectation', text))

const hit = (kind: SearchHit['kind'], text: string, organisations: SearchHit['organisations'] = []): SearchHit => ({
  kind,
  text,
  organisations,
})

/** As the record of the group does. */
function showsWhose(kind: ZoneKind, show: ShowOrganisation): boolean {
  if (kind === 'checkIn') return false
  return show[kind === 'free' ? 'reflection' : kind]
}
