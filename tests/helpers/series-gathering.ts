import texts from '../../server/demo/session-notes.json' with { type: 'json' }
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId, ParticipantId, ThemeId } from '../../shared/model/ids.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { Joined, SessionInfo } from '../../shared/wire/http.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import { openBoard } from './full-board.ts'
import { gather, writerOf, type Gathering } from './gathering.ts'

// A series in its third session: what was said in the first one, and a board with notes of one organisation.

export const ORGANISATIONS = ['Organisatie Noord', 'Organisatie Zuid', 'Organisatie West'] as const
export const EXPECTATIONS = [
  'Elkaars werking leren kennen',
  'Samen nadenken',
  'Thema’s inhoudelijk verdiepen',
  'Inspiratie opdoen',
  'Ervaringen uitwisselen',
  'Leren van elkaar',
  'Vinden van eigenheid',
] as const

export interface SeriesGathering extends Omit<Gathering, 'session'> {
  readonly first: SessionInfo
  /** The third session, in which it is played. */
  readonly session: SessionInfo
  readonly texts: readonly string[]
  readonly notes: readonly NoteId[]
  readonly theme: ThemeId
  readonly organisation: (name: (typeof ORGANISATIONS)[number]) => OrganisationId
  readonly zonesOf: (is: (zone: Zone) => boolean) => readonly Zone[]
  readonly say: (command: SeriesCommand, token?: string) => Promise<SeriesAnswer>
}

export async function gatherSeries(url: string): Promise<SeriesGathering> {
  const gathering = await gather(url, { organisations: ORGANISATIONS })
  const { network } = gathering.created
  const [first, , session] = network.sessions as readonly SessionInfo[]
  if (!first || !session) throw new Error('no third session')
  const organisation: SeriesGathering['organisation'] = (name) => {
    const found = network.organisations.find((one) => one.name === name)
    if (!found) throw new Error(name)
    return found.id
  }
  const say: SeriesGathering['say'] = async (command, token = gathering.who.token) => {
    const answer = await fetch(`${url}/api/networks/${network.id}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(command),
    })
    const body = (await answer.json()) as SeriesAnswer & { code?: string }
    return answer.ok ? body : ({ ok: false, refusal: body.code } as SeriesAnswer)
  }
  for (const text of EXPECTATIONS) await say({ type: 'addExpectation', text })
  const [noord, zuid] = [organisation('Organisatie Noord'), organisation('Organisatie Zuid')]
  await say({ type: 'commit', session: first.id, who: [noord], what: 'De onthaalmap doorsturen', by: '2027-01-15' })
  await say({ type: 'commit', session: first.id, who: [zuid], what: 'Ouders zelf laten uitnodigen' })
  await say({
    type: 'takeHome',
    session: first.id,
    what: 'Een vast moment om binnen te lopen',
    from: [zuid],
    to: [noord],
    firstStep: 'Het bord aan de deur hangen',
  })
  const zonesOf: SeriesGathering['zonesOf'] = (is) => session.zones.filter((zone) => !zone.hidden && is(zone))
  const zone = zonesOf(({ kind }) => kind === 'crossPollination')[0]?.id
  if (!zone) throw new Error('no cross-pollination')
  const writer = await writesIn(
    url,
    session,
    await gathering.joins({ name: 'Roepnaam', organisation: ORGANISATIONS[1] }),
  )
  const written = texts.slice(0, 4).map(({ text }) => text)
  const notes = writer.open.board.change(() =>
    written.map((text, i) => writeNote(writer.open.board, writer.who, { text, zone, x: i * 232, y: 0 }, 1_000 + i)),
  )
  await writer.open.saved()
  writer.open.leave()
  const { board, saved, leave } = await openBoard(url, session.id, gathering.who)
  const theme = makeTheme(
    board,
    { author: gathering.who.participant, organisation: null },
    { title: 'Onthaal en sfeer', zone, colour: 'klaproos', status: 'theme' },
    2_000,
    notes.slice(2),
  )
  await saved()
  leave()
  return { ...gathering, first, session, texts: written, notes, theme, organisation, zonesOf, say }
}

async function writesIn(url: string, session: SessionInfo, one: Joined['participant']) {
  const who = { author: one.id as ParticipantId, organisation: one.organisation as OrganisationId | null }
  return { who, open: await openBoard(url, session.id, writerOf(one)) }
}
