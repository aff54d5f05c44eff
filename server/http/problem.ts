import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Problem } from '../../shared/wire/http.ts'
import type { House } from '../control/house.ts'
import { NotMade } from '../export/export-threads.ts'
import { StorageFailed } from '../storage/failures.ts'

/** Thrown in a route to answer with a problem; the words for people are in shared/text. */
export class Refused extends Error {
  readonly refusal: Refusal
  readonly detail: string | undefined
  constructor(refusal: Refusal, detail?: string) {
    super(refusal)
    this.refusal = refusal
    this.detail = detail
  }
}

/** Not allowed: 403; malformed: 400; not there: 404; not now: 409. */
const STATUS: Record<Refusal, number> = {
  'token-unknown': 401,
  'not-for-you': 403,
  origin: 403,
  'not-found': 404,
  'network-unknown': 404,
  'session-unknown': 404,
  'room-unknown': 404,
  'code-unknown': 404,
  'link-unknown': 404,
  'participant-unknown': 404,
  'organisation-unknown': 404,
  'zone-unknown': 404,
  'step-unknown': 404,
  'note-unknown': 404,
  'theme-unknown': 404,
  'expectation-unknown': 404,
  'take-home-unknown': 404,
  'commitment-unknown': 404,
  'decision-unknown': 404,
  answered: 409,
  'session-order': 409,
  'door-closed': 409,
  waiting: 403,
  'only-facilitator': 409,
  'in-rehearsal': 409,
  'has-device': 409,
  'no-device': 409,
  'zone-locked': 409,
  'zone-hidden': 409,
  'zone-not-empty': 409,
  'pad-only': 409,
  silent: 409,
  'step-running': 409,
  'session-begun': 409,
  'session-ended': 409,
  'step-over': 409,
  'no-timer': 409,
  'no-time': 409,
  'board-full': 409,
  'notes-full': 409,
  'themes-full': 409,
  'vote-open': 409,
  'vote-closed': 409,
  'not-in-vote': 409,
  'over-budget': 409,
  'not-published': 403,
  'record-approved': 409,
  'changed-meanwhile': 409,
  'board-not-empty': 409,
  'import-format': 415,
  'import-newer': 400,
  'import-level': 400,
  'record-busy': 503,
  version: 409,
  disk: 503,
  offline: 503,
  malformed: 400,
  'too-large': 413,
  'too-fast': 429,
  'too-many-open': 429,
  'not-yours': 403,
  author: 403,
  shape: 400,
  bounds: 409,
  'client-bound': 409,
  gap: 409,
  'reset-first': 409,
  internal: 500,
  'record-failed': 500,
}

export function problem(refusal: Refusal, detail?: string): Problem {
  const status = STATUS[refusal]
  return { type: 'about:blank', title: refusal, status, code: refusal, ...(detail !== undefined && { detail }) }
}

interface Locals {
  problemPage?: (refusal: Refusal) => string
}

/** What goes wrong from here on is told as a page, to people who came by a link. */
export const answerWithPages = (response: Response, page: (refusal: Refusal) => string): void => {
  const locals: Locals = response.locals
  locals.problemPage = page
}

type Logger = { error: (about: object, message: string) => void }

/** What nobody answered under /api. */
export const nothingHere: RequestHandler = () => {
  throw new Refused('not-found')
}

export function answerProblems({ metrics }: Pick<House, 'metrics'>, log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const [refusal, detail] = reasonOf(error)
    // The path may hold a token, so the log names the method alone.
    if (!(error instanceof Refused) && (refusal === 'internal' || refusal === 'disk'))
      log.error({ err: error, method: request.method }, 'a call failed')
    // Half an answer cannot be taken back, only broken off: express would do that too, and log the error as it is.
    if (response.headersSent) return void response.destroy()
    metrics.refused(request.path.startsWith('/api/join') ? 'join' : 'call', refusal)
    const answer = problem(refusal, detail)
    if (answer.status === 429) response.set('Retry-After', '1')
    // A file takes some seconds, and several wait before it.
    if (refusal === 'record-busy') response.set('Retry-After', '10')
    response.status(answer.status)
    const { problemPage }: Locals = response.locals
    if (problemPage) return void response.type('html').send(problemPage(refusal))
    response.type('application/problem+json').send(JSON.stringify(answer))
  }
}

function reasonOf(error: unknown): readonly [Refusal, (string | undefined)?] {
  if (error instanceof Refused) return [error.refusal, error.detail]
  if (error instanceof StorageFailed) return ['disk']
  if (error instanceof NotMade) return [error.reason === 'busy' ? 'record-busy' : 'record-failed']
  // Errors of express and its parsers carry a status: a body too large, JSON that is none, a path that cannot be decoded.
  const status = error instanceof Error && 'status' in error ? error.status : 500
  if (status === 413) return ['too-large', 'A body holds at most 1 MiB.']
  if (status === 404) return ['not-found']
  if (typeof status === 'number' && status >= 400 && status < 500) return ['malformed', 'This is not JSON in UTF-8.']
  return ['internal']
}
