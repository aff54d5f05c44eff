import { Router, type Request, type Response } from 'express'
import { isId, type OrganisationId } from '../../shared/model/ids.ts'
import { zoneAlone } from '../../shared/record/board-picture.ts'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderJson } from '../../shared/record/json.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { RECORD_LEVELS, type RecordLevel, type SessionRecord } from '../../shared/record/record.ts'
import type { Translate } from '../../shared/text/translate.ts'
import type { Visitor } from '../access/visitor.ts'
import type { House } from '../control/house.ts'
import { OnceForAll } from '../control/once-for-all.ts'
import { isRecordInRoom } from '../control/session-phase.ts'
import type { MadeFormat } from '../export/jobs.ts'
import type { StoredSession } from '../storage/storage.ts'
import { inSession, sessionAsked, visitor } from './asking.ts'
import { fullRecord } from './full-record.ts'
import { Refused } from './problem.ts'

/** Written at once, or made by a thread beside the server. */
type Format =
  | { readonly type: string; readonly render: (record: SessionRecord, t: Translate) => string }
  | { readonly type: string; readonly made: MadeFormat }

export const FORMATS: Readonly<Record<string, Format>> = {
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
  const forRoom = new OnceForAll<Told>()

  routes.get('/sessions/:id/record', async (request, response) => {
    const session = await sessionAsked(house, request)
    const reader = await visitor(house, request, inSession(session))
    const level = levelAsked(request, session, reader, house.now())
    const format = formatAsked(request)
    const organisation = level === 'organisation' ? organisationAsked(request, reader) : undefined
    const inSight = isOnlyShown(session, reader, level)
    if (level === 'group' && format.extension === 'json' && request.query.zone === undefined) {
      // While it is on the wall a whole room asks for it after each change.
      const { text, t } = await forRoom.make(`${session.id} ${inSight}`, () => toldGroup(house, session, inSight))
      if (!response.destroyed) sendFile(response, session, format, text, t)
      return
    }
    const { record: whole, t } = await fullRecord(house, session)
    const record = zoneAsked(request, whole, format.extension)
    const known = organisation === undefined || whole.network.organisations.some(({ id }) => id === organisation)
    if (!known) throw new Refused('organisation-unknown')
    const shown = levelOf(record, level, organisation)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const file = await fileOf(house, session, format, shown, t, gone.signal)
    if (response.destroyed) return
    sendFile(response, session, format, file, t)
  })

  return routes
}

interface Told {
  readonly text: string
  readonly t: Translate
}

/** What the group reads now, as JSON. @throws Refused session-unknown, when it was erased meanwhile. */
async function toldGroup(house: House, { id }: StoredSession, inSight: boolean): Promise<Told> {
  const stored = await house.storage.findSession(id)
  if (!stored) throw new Refused('session-unknown')
  const { record, t } = await fullRecord(house, stored, inSight)
  return { text: renderJson(levelOf(record, 'group')), t }
}

/** The bytes of a file; those that a thread makes, when they are whole. */
export const fileOf = async (
  { exports }: Pick<House, 'exports'>,
  { network }: StoredSession,
  format: Format,
  record: SessionRecord,
  t: Translate,
  gone: AbortSignal,
): Promise<string | Buffer> =>
  'render' in format
    ? format.render(record, t)
    : Buffer.from(await exports.make({ format: format.made, record, language: t.language }, network, gone))

/** Sends it to be saved, under its own name. */
export function sendFile(
  response: Response,
  { number }: StoredSession,
  { type, extension }: FormatAsked,
  file: string | Buffer,
  t: Translate,
): void {
  const name = t(PICTURES.includes(extension) ? 'record.boardFile' : 'file.session', { number })
  response.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}.${extension}"`,
    // The HTML and the picture bring their own styles and letters, and nothing that runs.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
  })
  response.send(file)
}

/**
 * The facilitator reads all; members what was published to them. While the facilitator shows the record on the wall, the
 * wall reads it as the group does, and so does everyone who looks at it: to be read there, not as a file to keep.
 */
function levelAsked(request: Request, { control }: StoredSession, { role }: Visitor, now: number): RecordLevel {
  const asked = request.query.level ?? 'group'
  const level = RECORD_LEVELS.find((one) => one === asked)
  if (!level) throw new Refused('malformed', `level: one of ${RECORD_LEVELS.join(', ')}`)
  if (role === 'facilitator') return level
  const isShown = isRecordInRoom(control, now) && level === 'group' && (request.query.format ?? 'json') === 'json'
  if (level === 'full' || (role === 'wall' && !isShown)) throw new Refused('not-for-you')
  if (!isShown && !control.published.includes(level)) throw new Refused('not-published')
  return level
}

type FormatAsked = Format & { readonly extension: string }

/** What is hidden on the board stays so while a record is read back that was not published. */
const isOnlyShown = ({ control }: StoredSession, { role }: Visitor, level: RecordLevel): boolean =>
  role === 'wall' || (role === 'member' && level !== 'full' && !control.published.includes(level))

export function formatAsked(request: Request): FormatAsked {
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
