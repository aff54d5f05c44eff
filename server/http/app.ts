import type { IncomingMessage } from 'node:http'
import compression from 'compression'
import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import { isOwnOrigin, ownHosts, type AddressRules } from '../access/address.ts'
import type { House } from '../control/house.ts'
import { importRoutes } from './import.ts'
import { invitationRoutes } from './invitations.ts'
import { joinRoutes } from './join.ts'
import { countAnswers, metricsRoutes } from './metrics.ts'
import { networkRoutes } from './networks.ts'
import { peopleRoutes } from './people.ts'
import { pageRoutes, type ShowPage } from './pages.ts'
import { answerProblems, nothingHere, Refused } from './problem.ts'
import { recordRoutes } from './record.ts'
import { rehearsalRoutes } from './rehearsal.ts'
import { seriesRecordRoutes } from './series-record.ts'
import { searchRoutes } from './search.ts'
import { seriesRoutes } from './series.ts'
import { sessionRoutes } from './sessions.ts'
import { sharedRecordRoutes } from './shared-record.ts'
import { shareRoutes } from './shares.ts'

const BODY_LIMIT = '1mb'

export interface AppOptions {
  readonly house: House
  readonly page: { readonly files: Router; readonly show: ShowPage }
  /** The page from its sources loads styles and scripts in ways that the policy of the built page forbids. */
  readonly dev: boolean
  readonly log: { error: (about: object, message: string) => void }
}

export function makeApp({ house, page, dev, log }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(countAnswers(house))
  app.use(protection(house.addresses, dev))
  // The page is a third of its size on the line: a venue's Wi-Fi carries it to thirty phones at once.
  app.use(compression())

  app.get('/healthz', (_request, response) => void response.set('Cache-Control', 'no-store').json({ ok: true }))
  app.get('/readyz', async (_request, response) => {
    await house.storage.ping().catch(() => {
      throw new Refused('disk')
    })
    response.set('Cache-Control', 'no-store').json({ ok: true })
  })

  app.use(metricsRoutes(house))

  app.use('/api', ownPagesOnly(house))
  // Its body is larger than that of any other call, and of three kinds.
  app.use('/api', importRoutes(house))
  app.use('/api', express.json({ limit: BODY_LIMIT, strict: true }))
  app.use(
    '/api',
    networkRoutes(house),
    seriesRoutes(house),
    searchRoutes(house),
    peopleRoutes(house),
    invitationRoutes(house),
    sessionRoutes(house),
    shareRoutes(house),
    seriesRecordRoutes(house),
    joinRoutes(house),
  )
  app.use('/api', recordRoutes(house), rehearsalRoutes(house), nothingHere)

  app.use(sharedRecordRoutes(house))
  app.use(page.files, pageRoutes(house, page.show))
  app.use(answerProblems(house, log))
  return app
}

function protection(addresses: AddressRules, dev: boolean): RequestHandler {
  const https = addresses.publicUrl?.startsWith('https:') ?? false
  return helmet({
    contentSecurityPolicy: !dev && {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        // Safari 15 does not count its own websockets as 'self'.
        'connect-src': ["'self'", (request) => ownSockets(request, addresses)],
        'img-src': ["'self'", 'data:'],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
        'object-src': ["'none'"],
        // No upgrade-insecure-requests: at a venue the page is served over plain http.
      },
    },
    // Links hold tokens: other sites do not learn them, our own checks of Origin keep working.
    referrerPolicy: { policy: 'same-origin' },
    // Without https a browser ignores these, with a warning on every page.
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: https && { policy: 'same-origin' },
    originAgentCluster: https,
  })
}

/** What is no host is left out: whoever asks does not write our headers. */
const ownSockets = (request: IncomingMessage, addresses: AddressRules): string =>
  ownHosts(request, addresses)
    .filter((host) => /^[\w.:[\]-]+$/.test(host))
    .map((host) => `ws://${host} wss://${host}`)
    .join(' ')

/** A page of another site could send the cookie along; programs with their token in the header are free to come from anywhere. */
const ownPagesOnly =
  ({ addresses }: House): RequestHandler =>
  (request, response, next) => {
    response.set('Cache-Control', 'no-store')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && request.headers.authorization === undefined && !isOwnOrigin(request, addresses))
      throw new Refused('origin')
    next()
  }
