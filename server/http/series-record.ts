import { Router, type Request, type Response } from 'express'
import { setImmediate as otherWork } from 'node:timers/promises'
import { isId, type NetworkId, type OrganisationId } from '../../shared/model/ids.ts'
import { SHOWN_TO, type ShownTo } from '../../shared/model/series.ts'
import type { Network } from '../../shared/model/network.ts'
import { inTime } from '../../shared/model/session-order.ts'
import { csvPieces } from '../../shared/record/csv.ts'
import { eraseDate, localDate } from '../../shared/record/dates.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderJson } from '../../shared/record/json.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { RECORD_LEVELS, type RecordLevel, type SessionRecord } from '../../shared/record/record.ts'
import { seriesLevelOf } from '../../shared/record/series-level.ts'
import type { SeriesRecord } from '../../shared/record/series-record.ts'
import { makeSeriesRecord, type SessionSource } from '../../shared/record/series-sources.ts'
import { withoutRepeats } from '../../shared/record/series-sums.ts'
import { translators } from '../../shared/text/every-language.ts'
import { LOCALES, type Translate } from '../../shared/text/translate.ts'
import type { House } from '../control/house.ts'
import { aspectsOf } from '../control/series/aspects.ts'
import { phaseOf } from '../control/session-phase.ts'
import { sessionOf, type StoredSession } from '../storage/storage.ts'
import { networkAsked, person, type Person } from './asking.ts'
import { Refused } from './problem.ts'
import { fullRecord } from './full-record.ts'
import { FORMATS } from './record.ts'

/** A picture is of one board. */
const SERIES_FORMATS = ['json', 'md', 'html', 'csv', 'docx', 'pdf'] as const
type SeriesFormat = (typeof SERIES_FORMATS)[number]

interface SeriesFile {
  readonly type: string
  /** With its extension. */
  readonly name: string
  readonly content: string | Buffer
}

export function seriesRecordRoutes(house: House): Router {
  const routes = Router()

  routes.get('/networks/:id/record', async (request, response) => {
    const network = await networkAsked(house, request)
    const reader = await person(house, request, { network: network.id })
    const level = await levelAsked(house, network.id, request, reader)
    const format = seriesFormatAsked(request)
    const organisation = level === 'organisation' ? organisationAsked(request, network, reader) : undefined
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const readsAll = reader.role === 'facilitator'
    const file = await seriesFile(house, network, { format, level, organisation, readsAll }, gone.signal)
    if (response.destroyed) return
    sendSeriesFile(response, file)
  })

  return routes
}

/** Sends it to be saved, under its own name. */
export function sendSeriesFile(response: Response, { type, name, content }: SeriesFile): void {
  response.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    // The HTML brings its own styles and letters, and nothing that runs.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
  })
  response.send(content)
}

/** The facilitator reads all; others what was published to them. */
async function levelAsked(
  { storage }: House,
  network: NetworkId,
  request: Request,
  { role }: Person,
): Promise<RecordLevel> {
  const asked = request.query.level ?? 'group'
  const level = RECORD_LEVELS.find((one) => one === asked)
  if (!level) throw new Refused('malformed', `level: one of ${RECORD_LEVELS.join(', ')}`)
  if (role === 'facilitator') return level
  if (level === 'full') throw new Refused('not-for-you')
  const { published } = (await storage.findSeries(network)).series
  if (!published.includes(level)) throw new Refused('not-published')
  return level
}

export function seriesFormatAsked(request: Request): SeriesFormat {
  const asked = request.query.format ?? 'json'
  const format = SERIES_FORMATS.find((one) => one === asked)
  if (format) return format
  const isPicture = asked === 'svg' || asked === 'png'
  throw new Refused(
    'malformed',
    isPicture
      ? 'format: a picture is of one board: ask it of a session'
      : `format: one of ${SERIES_FORMATS.join(', ')}`,
  )
}

/** The facilitator chooses whose; others read their own organisation's. */
function organisationAsked(request: Request, { organisations }: Network, { role, member }: Person): OrganisationId {
  const asked = request.query.organisation
  if (role !== 'facilitator' && asked !== undefined && asked !== member.organisation) throw new Refused('not-for-you')
  const organisation = asked ?? member.organisation
  if (!isId(organisation)) throw new Refused('malformed', 'organisation: the id of the organisation that reads it')
  if (!organisations.some(({ id }) => id === organisation)) throw new Refused('organisation-unknown')
  return organisation as OrganisationId
}

/**
 * The record of the series as a level shows it. `organisation` is one of the network, and needed at that level.
 * @throws Refused disk, when a board cannot be read.
 */
export async function seriesRecordAt(
  house: House,
  network: Network,
  level: RecordLevel,
  organisation?: OrganisationId,
): Promise<SeriesRecord> {
  return seriesLevelOf((await wholeSeries(house, network)).record, level, organisation)
}

interface FileAsked {
  readonly format: SeriesFormat
  readonly level: RecordLevel
  /** Needed at level organisation. */
  readonly organisation?: OrganisationId | undefined
  /** Others get in the table the notes of those sessions alone whose own record was published at this level. */
  readonly readsAll: boolean
}

/**
 * The same as a file.
 * @throws Refused disk, when a board cannot be read; NotMade, when Word or PDF could not be made.
 */
export async function seriesFile(
  house: House,
  network: Network,
  { format, level, organisation, readsAll }: FileAsked,
  gone: AbortSignal,
): Promise<SeriesFile> {
  const t = translators[network.language]
  const { record, sessions } = await wholeSeries(house, network)
  const shown = seriesLevelOf(record, level, organisation)
  await otherWork()
  const content = async (): Promise<string | Buffer> => {
    switch (format) {
      case 'json':
        return renderJson(shown)
      case 'md':
        return renderMarkdown(shown, t)
      case 'html':
        return renderHtml(shown, t)
      case 'csv': {
        const isOpen = new Set(sessions.filter((one) => readsAll || isPublished(one, level)).map((one) => one.number))
        const records = withoutRepeats(record.records ?? []).filter(({ session }) => isOpen.has(session.number))
        return tableOf(records, level, organisation, t)
      }
      case 'docx':
      case 'pdf':
        return Buffer.from(await house.exports.make({ format, record: shown, language: t.language }, network.id, gone))
    }
  }
  return { type: FORMATS[format]?.type ?? '', name: `${t('file.series')}.${format}`, content: await content() }
}

const isPublished = ({ control }: StoredSession, level: RecordLevel): boolean =>
  SHOWN_TO.some((one: ShownTo) => one === level && control.published.includes(one))

/** The table of all sessions. A piece after the other: who writes on a board goes in between. */
async function tableOf(
  records: readonly SessionRecord[],
  level: RecordLevel,
  organisation: OrganisationId | undefined,
  t: Translate,
): Promise<string> {
  function* shown() {
    for (const record of records) yield levelOf(record, level, organisation)
  }
  let table = ''
  for (const piece of csvPieces(shown(), t)) {
    table += piece
    await otherWork()
  }
  return table
}

/** At level full, with the sessions that it is of. A session that was erased meanwhile is not in it. */
async function wholeSeries(house: House, network: Network) {
  const { storage, now } = house
  const stored = await storage.sessionsOf(network.id)
  const byId = new Map(stored.map((session) => [session.id, session]))
  const sources: SessionSource[] = []
  for (const { id } of inTime(stored.map(sessionOf))) {
    const session = byId.get(id)
    const record = session && (await recordOf(house, session))
    if (!record) continue
    sources.push({ id, held: isHeld(session, record, now()), record })
    // A large board is read in one go; others write before the next.
    await otherWork()
  }
  const { series } = await storage.findSeries(network.id)
  const record = makeSeriesRecord({
    network: {
      title: network.title,
      topic: network.topic,
      language: LOCALES[network.language],
      timeZone: network.timeZone,
      organisations: network.organisations.map(({ id, name }) => ({ id, name })),
      showOrganisation: network.showOrganisation,
      groundRules: network.groundRules,
      retentionDays: network.retentionDays,
      eraseOn: eraseDate(network, stored.map(sessionOf)),
    },
    sessions: sources,
    series,
    aspects: aspectsOf(series, stored),
    madeOn: localDate(now(), network.timeZone),
  })
  await otherWork()
  return { record, sessions: stored }
}

async function recordOf(house: House, session: StoredSession): Promise<SessionRecord | null> {
  try {
    return (await fullRecord(house, session)).record
  } catch (error) {
    if (error instanceof Refused && error.refusal === 'session-unknown') return null
    throw error
  }
}

/** One that has no date was held when something was written there. */
const isHeld = ({ control }: StoredSession, { notes }: SessionRecord, now: number): boolean =>
  phaseOf(control, now) !== 'planned' || (control.startsAt === null && notes.length > 0)
