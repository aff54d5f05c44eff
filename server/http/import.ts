import { Router, type Request } from 'express'
import { isId, type ZoneId } from '../../shared/model/ids.ts'
import type { ImportAnswer } from '../../shared/wire/import.ts'
import { IMPORT_LIMIT } from '../../shared/wire/import.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { importNotes } from '../control/import/notes-into-zone.ts'
import { importBoard } from '../control/import/whole-board.ts'
import type { FileFormat } from '../import/file.ts'
import { NotRead, readAside } from '../import/reading.ts'
import { facilitator, inSession, sessionAsked } from './asking.ts'
import { Refused } from './problem.ts'

const FORMATS: Readonly<Record<string, FileFormat>> = {
  'application/json': 'record',
  'text/csv': 'csv',
  'text/plain': 'lines',
}

/** Bodies that are in memory at the same time. */
const MOST_AT_ONCE = 3

/** The way back in: a record onto an empty board, rows and lines into a zone. */
export function importRoutes(house: House): Router {
  const routes = Router()
  let reading = 0

  routes.post('/sessions/:id/import', async (request, response) => {
    const session = await sessionAsked(house, request)
    // Before a byte of the body is read.
    await facilitator(house, request, inSession(session))
    const format = formatOf(request)
    const zone = zoneAsked(request, format)
    if (zone && !session.control.zones.some(({ id }) => id === zone)) throw new Refused('zone-unknown')
    if (reading >= MOST_AT_ONCE) throw new Refused('record-busy')
    reading++
    try {
      const bytes = await bodyOf(request)
      // A body may take minutes to come: who sends it may be someone else by then.
      await facilitator(house, request, inSession(session))
      const read = await readAside({ format, bytes })
      if ('no' in read) throw new Refused(read.no.code, read.no.detail)
      const answer =
        'record' in read
          ? await importBoard(house, session.id, read.record)
          : await importNotes(house, session.id, zone as ZoneId, read.rows)
      if (isRefusal(answer)) throw new Refused(answer, DETAILS[answer])
      response.json(answer satisfies ImportAnswer)
    } catch (error) {
      throw error instanceof NotRead ? new Refused('too-large', 'This file takes too long to read.') : error
    } finally {
      reading--
    }
  })
  return routes
}

const DETAILS: Partial<Record<Exclude<Awaited<ReturnType<typeof importBoard>>, ImportAnswer>, string>> = {
  'board-not-empty': 'A record comes onto an empty board: this session has notes, themes or drafts.',
  'session-begun': 'A record comes onto a board where nothing runs: this session has begun.',
  bounds: 'The list of organisations would be too long.',
}

function formatOf(request: Request): FileFormat {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const format = Object.hasOwn(FORMATS, type) ? FORMATS[type] : undefined
  if (!format) throw new Refused('import-format', `Content-Type: one of ${Object.keys(FORMATS).join(', ')}`)
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new Refused('import-format', 'Content-Encoding: the body comes as it is')
  return format
}

function zoneAsked({ query }: Request, format: FileFormat): ZoneId | null {
  const { zone } = query
  if (format === 'record') {
    if (zone !== undefined) throw new Refused('malformed', 'zone: a record has its own zones')
    return null
  }
  if (!isId(zone)) throw new Refused('malformed', 'zone: the id of the zone that the notes come into')
  return zone as ZoneId
}

const tooLarge = () => new Refused('too-large', `A body holds at most ${IMPORT_LIMIT / 1024 / 1024} MiB.`)

/** The bytes of the body. @throws Refused too-large, before it is read where it says so itself, malformed when it broke off. */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers['content-length'] ?? 0) > IMPORT_LIMIT) throw tooLarge()
  return new Promise((done, fail) => {
    const parts: Buffer[] = []
    let size = 0
    const stop = (error: Refused) => {
      request.off('data', hear)
      parts.length = 0
      // What still comes is let go by.
      request.resume()
      fail(error)
    }
    const hear = (part: Buffer) => {
      size += part.byteLength
      if (size > IMPORT_LIMIT) return stop(tooLarge())
      parts.push(part)
    }
    request.on('data', hear)
    request.once('end', () => done(joined(parts, size)))
    request.once('aborted', () => stop(new Refused('malformed', 'The body broke off.')))
    request.once('error', () => stop(new Refused('malformed', 'The body broke off.')))
  })
}

/** With a buffer of its own, that can be handed over. */
function joined(parts: readonly Buffer[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
