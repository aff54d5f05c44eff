import { Router, type Request, type RequestHandler } from 'express'
import { isFromHere } from '../access/address.ts'
import { sameSecret } from '../access/token.ts'
import { bearerOf } from '../access/visitor.ts'
import type { House } from '../control/house.ts'
import { Refused } from './problem.ts'

/** The numbers, for this machine itself and for who knows the key. */
export function metricsRoutes({ metrics, metricsKey }: House): Router {
  const routes = Router()
  routes.get('/metrics', async (request, response) => {
    const showsKey = metricsKey !== null && sameSecret(bearerOf(request) ?? '', metricsKey)
    if (!showsKey && !isFromHere(request))
      throw new Refused('not-for-you', 'Metrics are for this machine, or take the METRICS_KEY of the host as bearer.')
    response.set({ 'Cache-Control': 'no-store', 'Content-Type': metrics.contentType }).send(await metrics.text())
  })
  return routes
}

/** Counts every answer when it is out, by the pattern of its route. */
export const countAnswers =
  ({ metrics }: House): RequestHandler =>
  (request, response, next) => {
    response.on('finish', () => metrics.answered(request.method, routeOf(request), response.statusCode))
    next()
  }

/** Such as /api/sessions/:id; `page` for an address of the page, `other` for a file or for nothing. */
export function routeOf({ route, originalUrl }: Request): string {
  const path = (route as { path?: unknown } | undefined)?.path
  if (typeof path !== 'string') return path === undefined ? 'other' : 'page'
  return originalUrl.startsWith('/api/') ? `/api${path}` : path
}
