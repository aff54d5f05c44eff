import type { OrganisationId, SessionId } from '../../shared/model/ids.ts'
import { foldedName } from '../../shared/model/network.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'
import type { CommitmentInfo, SeriesInfo, SessionDigest, SessionPhase, TakeHomeInfo } from '../../shared/wire/series.ts'
import { ledgerRows } from './ledger.ts'

// What asks for a hand between the sessions: of who guides, and of an organisation.

type Planned = Pick<
  SessionInfo,
  'id' | 'number' | 'startsAt' | 'endsAt' | 'host' | 'secondPresenter' | 'recordPublished' | 'recordApproved'
>
export type Lack = 'date' | 'host' | 'second'

export type ToDo =
  | { readonly kind: 'number'; readonly session: SessionId; readonly number: number; readonly themes: number }
  | { readonly kind: 'untouched'; readonly numbers: readonly number[] }
  | { readonly kind: 'carry'; readonly from: SessionId; readonly to: SessionId; readonly number: number }
  | { readonly kind: 'prepare'; readonly session: SessionId; readonly number: number; readonly lacks: readonly Lack[] }
  | { readonly kind: 'approve'; readonly session: SessionId; readonly number: number }
  | { readonly kind: 'late'; readonly commitments: number }
  | { readonly kind: 'judge'; readonly numbers: readonly number[] }

export interface Asked {
  /** In the order of time. */
  readonly sessions: readonly Planned[]
  readonly phaseOf: (session: Planned) => SessionPhase
  readonly series: SeriesInfo
  /** ISO date, where the group meets. */
  readonly today: string
}

/** What the facilitator could do now, the most pressing first. */
export function toDo({ sessions, phaseOf, series, today }: Asked): ToDo[] {
  const held = sessions.filter((session) => phaseOf(session) !== 'planned')
  const over = held.filter((session) => phaseOf(session) === 'over')
  const next = sessions.find((session) => phaseOf(session) === 'planned')
  const found: ToDo[] = []

  for (const { id, number } of held) {
    const themes = unnumbered(series, id)
    if (themes > 0 && !series.expectations.some(({ session }) => session === id))
      found.push({ kind: 'number', session: id, number, themes })
  }

  // The next session is where the group says whether it agrees.
  const lastBegun = sessions.findLastIndex(
    (one) => phaseOf(one) !== 'planned' || (one.startsAt ?? '9').slice(0, 10) <= today,
  )
  const toApprove = sessions
    .slice(0, Math.max(0, lastBegun))
    .findLast(({ recordPublished, recordApproved }) => recordPublished && !recordApproved)
  if (toApprove) found.push({ kind: 'approve', session: toApprove.id, number: toApprove.number })

  const last = sessions.at(-1)
  const lastWasHeld = last !== undefined && sessions.length > 1 && phaseOf(last) !== 'planned'
  const toJudge = series.expectations.filter(({ judgement }) => !judgement).map(({ number }) => number)
  if (lastWasHeld && toJudge.length > 0) found.push({ kind: 'judge', numbers: toJudge })

  const numbers = ledgerRows(series, [], held).flatMap((row) => (row.isUntouched ? row.expectation.number : []))
  // When nothing comes any more, each is to be judged: that something was not touched is part of that.
  if (next && numbers.length > 0) found.push({ kind: 'untouched', numbers })

  const from = over.at(-1)
  if (from && next && hasToCarry(series, from.id) && !series.carried.some(({ to }) => to === next.id))
    found.push({ kind: 'carry', from: from.id, to: next.id, number: next.number })

  if (next) {
    const lacks: Lack[] = []
    if (!next.startsAt) lacks.push('date')
    if (!next.host) lacks.push('host')
    if (!next.secondPresenter) lacks.push('second')
    if (lacks.length > 0) found.push({ kind: 'prepare', session: next.id, number: next.number, lacks })
  }

  const late = series.commitments.filter((one) => isOpen(one) && one.by !== null && one.by < today).length
  if (late > 0) found.push({ kind: 'late', commitments: late })
  return found
}

/** How many themes, where a session asks what people expect, are not in the ledger yet, by theme or by words. */
export function unnumbered(series: Pick<SeriesInfo, 'expectations' | 'sessions'>, session: SessionId): number {
  const known = new Set<string>(series.expectations.flatMap(({ theme, text }) => [theme ?? '', foldedName(text)]))
  const digest = series.sessions.find((one) => one.session === session)
  return (digest?.themes ?? []).filter(
    ({ id, title, zone }) => zone === 'expectations' && !known.has(id) && !known.has(foldedName(title)),
  ).length
}

const hasToCarry = (series: SeriesInfo, from: SessionId): boolean => {
  const digest: SessionDigest | undefined = series.sessions.find(({ session }) => session === from)
  return (
    (digest?.themes.length ?? 0) > 0 ||
    (digest?.parked.length ?? 0) > 0 ||
    series.commitments.some((one) => one.session === from && isOpen(one))
  )
}

/** Not done, and not dropped. */
export const isOpen = ({ status }: Pick<CommitmentInfo, 'status'>): boolean => status === 'open' || status === 'busy'

/** Not tried to its end, and not dropped. */
export const isUnderWay = ({ status }: Pick<TakeHomeInfo, 'status'>): boolean => status === 'open' || status === 'busy'

/** What an organisation said it would do, and what it took home, as far as it is open. */
export function openOf(
  series: Pick<SeriesInfo, 'commitments' | 'takeHomes'>,
  organisation: OrganisationId,
): { readonly commitments: readonly CommitmentInfo[]; readonly takeHomes: readonly TakeHomeInfo[] } {
  return {
    commitments: series.commitments.filter((one) => one.who.includes(organisation) && isOpen(one)),
    takeHomes: series.takeHomes.filter((one) => one.to.includes(organisation) && isUnderWay(one)),
  }
}
