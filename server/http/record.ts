import { Router, type Request } from 'express'
import type { Board } from '../../shared/model/board.ts'
import { isId, type OrganisationId } from '../../shared/model/ids.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { zoneAlone } from '../../shared/record/board-picture.ts'
import { makeRecord } from '../../shared/record/board-record.ts'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderJson } from '../../shared/record/json.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { RECORD_LEVELS, type RecordLevel, type SessionRecord } from '../../shared/record/record.ts'
import { translators } from '../../shared/text/every-language.ts'
import type { Translate } from '../../shared/text/translate.ts'
import { readBoard } from '../control/board-access.ts'
import { isRefusal } from '../control/change-session.ts'
import type { Visitor } from '../access/visitor.ts'
import type { House } from '../control/house.ts'
import type { MadeFormat } from '../export/jobs.ts'
import { sessionOf, type StoredSession } from '../storage/storage.ts'
import { inSession, sessionAsked, visitor } from './asking.ts'
import { Refused } from './problem.ts'

/** Written at once, or made by a thread beside the server. */
type Format =
  | { readonly type: string; readonly render: (record: SessionRecord, t: Translate) => string }
  | { readonly type: string; readonly made: MadeFormat }

const FORMATS: Readonly<Record<string, Format>> = {
  json: { type: 'application/json; charset=utf-8', render: renderJson },
  md: { type: 'text/markdown; charset=utf-8', render: renderMarkdown },
  html: { type: 'text/html; charset=utf-8', render: renderHtml },
  csv: { type: 'text/csv; charset=utf-8', render: renderCsv },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', made: 'docx' },
  pdf: { type: 'application/pdf', made: 'pdf' },
  svg: { type: 'image/svg+xml; charset=utf-8', made: 'svg' },
  png: { type: 'image/png', made: 'png' },
}

/** Of the board: of all of it, or of one zone. */
const PICTURES: readonly string[] = ['svg', 'png']

export function recordRoutes(house: House): Router {
  const routes = Router()

  routes.get('/sessions/:id/record', async (request, response) => {
    const session = await sessionAsked(house, request)
    const reader = await visitor(house, request, inSession(session))
    const level = levelAsked(request, session, reader)
    const format = formatAsked(request)
    const organisation = level === 'organisation' ? organisationAsked(request, reader) : undefined
    const { record: whole, t } = await fullRecord(house, session, isOnlyShown(session, reader, level))
    const record = zoneAsked(request, whole, format.extension)
    const known = organisation === undefined || whole.network.organisations.some(({ id }) => id === organisation)
    if (!known) throw new Refused('organisation-unknown')
    const shown = levelOf(record, level, organisation)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const file =
      'render' in format
        ? format.render(shown, t)
        : Buffer.from(
            await house.exports.make(
              { format: format.made, record: shown, language: t.language },
              session.network,
              gone.signal,
            ),
          )
    const isPicture = PICTURES.includes(format.extension)
    const name = `${t(isPicture ? 'record.boardFile' : 'file.session', { number: session.number })}.${format.extension}`
    if (response.destroyed) return
    response.set({
      'Content-Type': format.type,
      'Content-Disposition': `attachment; filename="${name}"`,
      // The HTML and the picture bring their own styles and letters, and nothing that runs.
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
    })
    response.send(file)
  })

  // The series record and the way back in come with a later version.
  const later = () => {
    throw new Refused('not-available')
  }
  routes.get('/networks/:id/record', later)
  routes.post('/sessions/:id/import', later)
  return routes
}

/**
 * The facilitator reads all; members what was published to them. While the facilitator shows the record on the wall, the
 * wall reads it as the group does, and so does everyone who looks at it: to be read there, not as a file to keep.
 */
function levelAsked(request: Request, { control: { published, wall } }: StoredSession, { role }: Visitor): RecordLevel {
  const asked = request.query.level ?? 'group'
  const level = RECORD_LEVELS.find((one) => one === asked)
  if (!level) throw new Refused('malformed', `level: one of ${RECORD_LEVELS.join(', ')}`)
  if (role === 'facilitator') return level
  const isShown = wall.kind === 'record' && level === 'group' && (request.query.format ?? 'json') === 'json'
  if (level === 'full' || (role === 'wall' && !isShown)) throw new Refused('not-for-you')
  if (!isShown && !published.includes(level)) throw new Refused('not-published')
  return level
}

/** What is hidden on the board stays so while a record is read back that was not published. */
const isOnlyShown = ({ control }: StoredSession, { role }: Visitor, level: RecordLevel): boolean =>
  role === 'wall' || (role === 'member' && level !== 'full' && !control.published.includes(level))

function formatAsked(request: Request): Format & { extension: string } {
  const asked = request.query.format ?? 'json'
  const format = typeof asked === 'string' && Object.hasOwn(FORMATS, asked) ? FORMATS[asked] : undefined
  if (!format) throw new Refused('malformed', `format: one of ${Object.keys(FORMATS).join(', ')}`)
  return { ...format, extension: String(asked) }
}

/** A picture may be of one zone: the record of that alone. */
function zoneAsked(request: Request, record: SessionRecord, format: string): SessionRecord {
  const { zone } = request.query
  if (zone === undefined) return record
  if (!PICTURES.includes(format)) throw new Refused('malformed', `zone: only with format ${PICTURES.join(' or ')}`)
  if (!isId(zone)) throw new Refused('malformed', 'zone: the id of a zone of the session')
  const alone = zoneAlone(record, zone)
  if (!alone) throw new Refused('zone-unknown')
  return alone
}

/** The facilitator chooses whose; others read their own organisation's. */
function organisationAsked(request: Request, { role, member }: Visitor): OrganisationId {
  const asked = request.query.organisation
  if (role !== 'facilitator' && asked !== undefined && asked !== member?.organisation) throw new Refused('not-for-you')
  const organisation = asked ?? member?.organisation
  if (!isId(organisation)) throw new Refused('malformed', 'organisation: the id of the organisation that reads it')
  return organisation as OrganisationId
}

async function fullRecord(house: House, stored: StoredSession, inSight: boolean) {
  const { storage, now } = house
  const network = await storage.findNetwork(stored.network)
  if (!network) throw new Refused('session-unknown')
  const [sessions, members, attendance, { series }, board] = await Promise.all([
    storage.sessionsOf(network.id),
    storage.membersOf(network.id),
    storage.attendanceOf(stored.id),
    storage.findSeries(network.id),
    readBoard(house, stored.id),
  ])
  if (isRefusal(board)) throw new Refused(board)
  const session = sessionOf(stored)
  const zones = inSight ? session.zones.filter(({ hidden }) => !hidden) : session.zones
  const attended = new Set(attendance.map(({ participant }) => participant))
  const present = new Set([
    ...members.filter(({ id }) => attended.has(id)).map(({ organisation }) => organisation),
    // Who wrote was there, also when the device came in by another way than the code.
    ...[...board.notes.values()].map(({ meta }) => meta.organisation),
  ])
  const record = makeRecord({
    network,
    sessions: sessions.map(sessionOf),
    session: { ...session, zones },
    board: inSight ? boardInSight(board, zones) : board,
    series,
    minutes: stored.control.minutes,
    present: [...present].flatMap((organisation) => organisation ?? []),
    now: now(),
  })
  return { record, t: translators[network.language] }
}

/** The notes of these zones, and the themes of which something lies there, or could. */
function boardInSight(board: Board, zones: readonly Zone[]): Board {
  const seen = new Set(zones.map(({ id }) => id))
  const notes = new Map([...board.notes].filter(([, { place }]) => seen.has(place.zone)))
  const used = new Set([...notes.values()].map(({ place }) => place.theme))
  const isSeen = ({ id, zone }: Theme) => used.has(id) || (zone !== null && seen.has(zone))
  return { ...board, notes, themes: new Map([...board.themes].filter(([, theme]) => isSeen(theme))) }
}
