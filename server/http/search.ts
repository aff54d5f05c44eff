import { Router } from 'express'
import { askedWords } from '../../shared/model/search-words.ts'
import type { House } from '../control/house.ts'
import { search } from '../control/search.ts'
import { networkAsked, person } from './asking.ts'
import { Refused } from './problem.ts'

/** Longer is no question. */
const LONGEST = 200
const MOST_WORDS = 8

export function searchRoutes(house: House): Router {
  const routes = Router()

  routes.get('/networks/:id/search', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await person(house, request, { network: network.id })
    const { q } = request.query
    const words = typeof q === 'string' && q.length <= LONGEST ? askedWords(q) : []
    if (words.length === 0 || words.length > MOST_WORDS)
      throw new Refused('malformed', `q: one to ${MOST_WORDS} words, at most ${LONGEST} characters`)
    if (!(await house.rates.search(me.member.id))) throw new Refused('too-fast')
    response.json(await search(house, network, me.role === 'facilitator', words))
  })

  return routes
}
