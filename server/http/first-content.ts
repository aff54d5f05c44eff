import type { Request } from 'express'
import { inTime } from '../../shared/model/session-order.ts'
import { dateWords } from '../../shared/record/dates.ts'
import { escaped } from '../../shared/record/escaped.ts'
import { translators } from '../../shared/text/every-language.ts'
import type { House } from '../control/house.ts'
import { sessionOf } from '../storage/storage.ts'
import { networkAsked, person } from './asking.ts'
import { Refused } from './problem.ts'

/**
 * What a person reads on the page of their network before its scripts have come over a slow line: its title, and its
 * sessions in time with the way into each. HTML; null for who may not see it, and where it cannot be read.
 */
export async function firstContent(house: House, request: Request): Promise<string | null> {
  try {
    const network = await networkAsked(house, request)
    if (network.rehearsal) return null
    await person(house, request, { network: network.id })
    const t = translators[network.language]
    const { day } = dateWords(t, network.timeZone)
    const sessions = inTime((await house.storage.sessionsOf(network.id)).map(sessionOf))
    const lines = sessions.map(({ id, number, startsAt, host }) => {
      const hosting = network.organisations.find((one) => one.id === host)?.name
      const rest = [startsAt && day(startsAt), hosting]
        .filter((one) => one)
        .map((one) => `<span>${escaped(String(one))}</span>`)
      return `<li><a href="/session/${id}">${escaped(t('session.title', { number }))}</a> ${rest.join(' ')}</li>`
    })
    return `<div id="first" lang="${t.locale}"><h1>${escaped(network.title)}</h1><ol>${lines.join('')}</ol></div>`
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
