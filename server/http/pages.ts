import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express'
import { grantsOf } from '../access/visitor.ts'
import { isToken } from '../access/token.ts'
import type { House } from '../control/house.ts'
import { signIn } from './asking.ts'
import { firstContent } from './first-content.ts'

/**
 * Answers with the page; every address of the page is answered by the same file. `first` is HTML that stands in it until
 * its scripts have come.
 */
export type ShowPage = (request: Request, response: Response, first?: string | null) => Promise<void> | void

/** The addresses that the page knows; on another it says that nothing is there, and so does the status. */
const NETWORK_PARTS = [
  'expectations',
  'matrix',
  'map',
  'records',
  'organisation',
  'organisation/:whose',
  'privacy',
  'search',
]
const PAGES = [
  '/',
  ...NETWORK_PARTS.map((part) => `/network/:id/${part}`),
  '/network/:id/record',
  '/join/:code',
  '/invite/:token',
  '/session/:id',
  '/wall/:id',
  '/record/:id',
]

export function pageRoutes(house: House, show: ShowPage): Router {
  const routes = Router()

  // The address that a personal link, the facilitator's link and the wall's link hold.
  routes.get('/in/:token', async (request, response) => {
    const { token } = request.params
    const [grant] = isToken(token) ? await grantsOf(house.storage, [token]) : []
    response.set('Cache-Control', 'no-store')
    // Its person was removed, or all was erased: the page says so in the language of whoever opened it.
    if (!grant) return response.redirect(303, '/?link=dead')
    signIn(house, request, response, token)
    response.redirect(303, grant.session ? `/wall/${grant.session}` : `/network/${grant.network}`)
  })

  routes.get('/network/:id', async (request, response) => show(request, response, await firstContent(house, request)))
  routes.get(PAGES, (request, response) => show(request, response))
  const nowhere = (request: Request, response: Response) => {
    response.status(404)
    return show(request, response)
  }
  routes.get('/*path', nowhere)
  // An address cut off in the middle of a letter (%E0) is no address either: people get the page, which says so.
  const undecodable: ErrorRequestHandler = (error, request, response, next) =>
    error instanceof URIError ? nowhere(request, response) : next(error)
  routes.use(undecodable)
  return routes
}

const APP = '<div id="app"></div>'

/** The built page. Its assets bear a hash in their name and may be kept for ever; the page itself is asked anew. */
export function builtPage(directory: string): { files: Router; show: ShowPage } {
  const files = Router()
  files.use('/assets', express.static(join(directory, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  files.use(
    express.static(directory, {
      index: false,
      cacheControl: false,
      setHeaders: (r) => r.set('Cache-Control', 'no-cache'),
    }),
  )
  const file = join(directory, 'index.html')
  const html = existsSync(file) ? readFileSync(file, 'utf8') : null
  const show: ShowPage = (_request, response, first = null) => {
    // What someone may read is kept nowhere.
    response.set('Cache-Control', first === null ? 'no-cache' : 'no-store')
    if (html !== null)
      return void response.type('html').send(first === null ? html : html.replace(APP, () => first + APP))
    if (response.statusCode === 200) response.status(503)
    response.type('text').send('The page is not built: run npm run build.')
  }
  return { files, show }
}
