import { Router, type Request, type Response } from 'express'
import { LANGUAGES } from '../../shared/model/network.ts'
import { levelOf } from '../../shared/record/level.ts'
import { RECORD_LEVELS } from '../../shared/record/record.ts'
import { renderShared } from '../../shared/record/shared-html.ts'
import { translators } from '../../shared/text/every-language.ts'
import { callerOf } from '../access/address.ts'
import type { House } from '../control/house.ts'
import { openedBy, type Opened } from '../control/shares.ts'
import type { PublishedLevel, Share, StoredSession } from '../storage/storage.ts'
import { calmPage } from './calm-page.ts'
import { answerWithPages, Refused } from './problem.ts'
import { fullRecord } from './full-record.ts'
import { fileOf, formatAsked, sendFile } from './record.ts'
import { sendSeriesFile, seriesFile, seriesFormatAsked, seriesRecordAt } from './series-record.ts'

/**
 * The record behind a link, for whoever has it: a page that stands alone, or a file. No cookie is read or set. A link that
 * was taken back and one that never was are answered with the same bytes.
 */
export function sharedRecordRoutes(house: House): Router {
  const { rates, addresses } = house
  const routes = Router()

  routes.get('/r/:token', async (request, response) => {
    const { token } = request.params
    keepQuiet(request, response)
    const caller = callerOf(request, addresses)
    if (await rates.guessedLinksTooMuch(caller)) throw new Refused('too-fast')
    const opened = await openedBy(house, token)
    if (!opened) {
      await rates.guessLink(caller)
      throw new Refused('link-unknown')
    }
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const { session } = opened
    const asked = { request, level: levelAsked(request, opened.share), gone: gone.signal }
    const send = session
      ? await sessionAnswer(house, { ...opened, session }, asked)
      : await seriesAnswer(house, opened, asked)
    // Taken back while it was made: then it is not given any more.
    if (!(await openedBy(house, token))) throw new Refused('link-unknown')
    if (!response.destroyed) send(response)
  })

  return routes
}

interface Asked {
  readonly request: Request
  readonly level: PublishedLevel
  readonly gone: AbortSignal
}
type Send = (response: Response) => void

async function sessionAnswer(
  house: House,
  { share, session }: Opened & { readonly session: StoredSession },
  { request, level, gone }: Asked,
): Promise<Send> {
  const format = request.query.format === undefined ? null : formatAsked(request)
  const { record, t } = await fullRecord(house, session)
  const shown = levelOf(record, level, share.organisation ?? undefined)
  if (!format) return sendPage(renderShared(shown, t))
  const file = await fileOf(house, session, format, shown, t, gone)
  return (response) => sendFile(response, session, format, file, t)
}

async function seriesAnswer(house: House, { share, network }: Opened, { request, level, gone }: Asked): Promise<Send> {
  const organisation = share.organisation ?? undefined
  if (request.query.format === undefined)
    return sendPage(
      renderShared(await seriesRecordAt(house, network, level, organisation), translators[network.language]),
    )
  const format = seriesFormatAsked(request)
  const file = await seriesFile(house, network, { format, level, organisation, readsAll: false }, gone)
  return (response) => sendSeriesFile(response, file)
}

const sendPage =
  (page: string): Send =>
  (response) =>
    response.type('html').send(page)

/** Kept by no browser, found by no search, told to no other site; what goes wrong is told to people. */
function keepQuiet(request: Request, response: Response): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Referrer-Policy': 'no-referrer',
    // Nothing runs in it, and nothing is loaded. What it offers may be saved.
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-downloads",
  })
  // Nobody is known here: in the language of whose browser it is.
  const asked = request.acceptsLanguages([...LANGUAGES])
  const language = LANGUAGES.find((one) => one === asked) ?? 'nl'
  answerWithPages(response, (refusal) => calmPage(refusal, translators[language]))
}

/** What the link is for, or the titles alone; never more. */
function levelAsked(request: Request, { level }: Share): PublishedLevel {
  const asked = request.query.level ?? level
  if (asked === level || asked === 'public') return asked
  const isLevel = RECORD_LEVELS.some((one) => one === asked)
  throw new Refused(isLevel ? 'not-for-you' : 'malformed')
}
