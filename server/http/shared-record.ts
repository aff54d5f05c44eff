import { Router, type Request, type Response } from 'express'
import { LANGUAGES } from '../../shared/model/network.ts'
import { levelOf } from '../../shared/record/level.ts'
import { RECORD_LEVELS } from '../../shared/record/record.ts'
import { renderShared } from '../../shared/record/shared-html.ts'
import { translators } from '../../shared/text/every-language.ts'
import { callerOf } from '../access/address.ts'
import type { House } from '../control/house.ts'
import { openedBy } from '../control/shares.ts'
import type { PublishedLevel, Share } from '../storage/storage.ts'
import { calmPage } from './calm-page.ts'
import { answerWithPages, Refused } from './problem.ts'
import { fullRecord } from './full-record.ts'
import { fileOf, formatAsked, sendFile } from './record.ts'

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
    const { share, session } = opened
    const level = levelAsked(request, share)
    const format = request.query.format === undefined ? null : formatAsked(request)
    const { record, t } = await fullRecord(house, session)
    const shown = levelOf(record, level, share.organisation ?? undefined)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const file = format ? await fileOf(house, session, format, shown, t, gone.signal) : renderShared(shown, t)
    // Taken back while it was made: then it is not given any more.
    if (!(await openedBy(house, token))) throw new Refused('link-unknown')
    if (response.destroyed) return
    if (format) sendFile(response, session, format, file, t)
    else response.type('html').send(file)
  })

  return routes
}

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
