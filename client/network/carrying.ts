import type { CommitmentId, ExpectationId, NoteId, SessionId, ThemeId } from '../../shared/model/ids.ts'
import type { Carried, CarriedKind } from '../../shared/model/series.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import { isOpen } from './to-do.ts'

/** One thing that may go along, or went. */
export interface Carriable {
  readonly kind: CarriedKind
  readonly source: string
  readonly text: string
  readonly went: boolean
}

type Said = Pick<SeriesInfo, 'expectations' | 'commitments' | 'carried' | 'sessions'>

/**
 * What may go along from one session into another: the expectations, the themes and what was parked, and the commitments
 * that are open, of whichever session. A theme that is an expectation goes as that.
 */
export function carriable(said: Said, from: SessionId, to: SessionId): Carriable[] {
  const went = new Set(said.carried.filter((one) => one.to === to).map(({ source }) => source))
  const digest = said.sessions.find(({ session }) => session === from)
  const expected = new Set<string | null>(said.expectations.map(({ theme }) => theme))
  const one = (kind: CarriedKind, source: string, text: string): Carriable => ({
    kind,
    source,
    text,
    went: went.has(source),
  })
  return [
    ...said.expectations.map(({ id, text }) => one('expectation', id, text)),
    ...(digest?.themes ?? [])
      .filter(({ id, zone }) => zone !== 'expectations' && !expected.has(id))
      .map(({ id, title }) => one('theme', id, title)),
    ...said.commitments.filter(isOpen).map(({ id, what }) => one('commitment', id, what)),
    ...(digest?.parked ?? []).map(({ note, text }) => one('note', note, text)),
  ]
}

/** As the command takes it. */
export const chosenFields = (chosen: readonly Carriable[]) => {
  const of = <T extends string>(kind: CarriedKind) =>
    chosen.filter((one) => one.kind === kind && !one.went).map(({ source }) => source as T)
  return {
    expectations: of<ExpectationId>('expectation'),
    themes: of<ThemeId>('theme'),
    commitments: of<CommitmentId>('commitment'),
    notes: of<NoteId>('note'),
  }
}

/** What went along, in its words now; undefined when it is gone. */
export function wordsOfCarried(said: Said, { kind, from, source }: Carried): string | undefined {
  const digest = said.sessions.find(({ session }) => session === from)
  switch (kind) {
    case 'expectation':
      return said.expectations.find(({ id }) => id === source)?.text
    case 'commitment':
      return said.commitments.find(({ id }) => id === source)?.what
    case 'theme':
      return digest?.themes.find(({ id }) => id === source)?.title
    case 'note':
      return digest?.parked.find(({ note }) => note === source)?.text
  }
}
