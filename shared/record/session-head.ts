import { facts, paragraphs, part, table, type Block, type Fact, type Part } from './document.ts'
import { COMMITMENT_STATUSES } from '../model/series.ts'
import type { Telling } from './telling.ts'

export function recordTitle({ record, t, total, name }: Telling): string {
  const title = t('record.title', { number: record.session.number, total })
  const organisation = name(record.organisation)
  return organisation === undefined ? title : t('record.titleFor', { title, organisation })
}

/** When, where, who. */
export function headFacts(telling: Telling): Block[] {
  const { record, t, and, names, moment } = telling
  const { present, excused, presentCount } = record.attendance
  return facts(
    { label: t('record.when'), text: moment(record.session) },
    ...placeFacts(telling, record.session),
    {
      label: t('record.present'),
      text: presentCount ? t('record.organisations', { count: presentCount }) : and(names(present)),
    },
    { label: t('record.excused'), text: and(names(excused)) },
    { label: t('record.for'), text: audience(telling) },
  )
}

/** Where, and whose practice is shown. */
export function placeFacts(
  { t, name }: Telling,
  moment: { venue?: string; host?: string; secondPresenter?: string },
): Fact[] {
  return [
    { label: t('record.where'), text: moment.venue ?? '' },
    { label: t('record.host'), text: name(moment.host) ?? '' },
    { label: t('record.second'), text: name(moment.secondPresenter) ?? '' },
  ]
}

function audience({ record, t, name }: Telling): string {
  switch (record.level) {
    case 'full':
      return t('record.forFull')
    case 'group':
      return t('record.forGroup')
    case 'organisation':
      return t('record.forOrganisation', { organisation: name(record.organisation) ?? '' })
    case 'public':
      return ''
  }
}

/** In short: the facilitator's own sentences, themes and commitments. */
export function inShort(telling: Telling): Part[] {
  const { record, t, themes, themeTitle } = telling
  return part(
    t('record.inShort'),
    paragraphs(record.summary),
    facts(
      { label: t('record.themeCount', { count: themes.length }), text: themes.map(themeTitle).join(' · ') },
      commitmentFact(telling),
    ),
  )
}

function commitmentFact({ record, t, day, name }: Telling): Fact {
  const { commitments } = record
  const dates = [...new Set(commitments.flatMap(({ by }) => by ?? []))].sort()
  const organisation = name(record.organisation)
  const count = commitments.length
  const first = dates[0]
  const last = dates.at(-1)
  return {
    label:
      organisation === undefined
        ? t('record.commitmentCount', { count })
        : t('record.commitmentCountOf', { count, organisation }),
    text:
      first === undefined || last === undefined
        ? ''
        : first === last
          ? t('record.dueOne', { date: day(first) })
          : t('record.dueMore', { first: day(first), last: day(last) }),
  }
}

/** What became of earlier commitments. */
export function lookBack({ record, t, and, names }: Telling): Part[] {
  const earlier = record.earlierCommitments
  const counts = COMMITMENT_STATUSES.map((status) => ({
    status,
    count: earlier.filter((commitment) => commitment.status === status).length,
  }))
  const tally = counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => t(`record.tally.${status}`, { count }))
    .join(', ')
  const numbers = [...new Set(earlier.map(({ session }) => session))].sort((a, b) => a - b)
  const sessions = t('record.sessionNumbers', { count: numbers.length, list: and(numbers.map(String)) })
  const isShort = record.level === 'organisation' || earlier.length === 0
  return part(
    t('record.lookBack'),
    isShort ? [] : paragraphs(t('record.earlier', { count: earlier.length, sessions, tally })),
    table(
      [t('record.who'), t('record.what'), t('record.state')],
      earlier.map(({ who, what, status }) => [and(names(who)), what, t(`record.status.${status}`)]),
    ),
  )
}
