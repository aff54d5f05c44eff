import type { NetworkInfo } from '../../shared/wire/http.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import {
  ANSWERS,
  CARRIED,
  CHECKED,
  EXCUSED,
  EXPECTED,
  JUDGED,
  nameOf,
  PRESENTERS,
  PROMISED,
  SHOWN,
  TAKEN,
  TIED,
  type Letter,
} from './series-story.ts'

// A series with names in place of ids, so that two that were made in another way can be held against each other and
// against the story.

/** In an order that hangs on what they hold alone, not on how they were made. */
function sorted<T extends object>(list: readonly T[]): T[] {
  const asText = (one: T) => JSON.stringify(one, Object.keys(one).sort())
  return [...list].sort((a, b) => (asText(a) < asText(b) ? -1 : 1))
}

/** What the server tells of a series; `mine` aside, which is another for each. */
export function toldBy(info: SeriesInfo, { organisations, sessions }: NetworkInfo) {
  const name = (id: string) => organisations.find((one) => one.id === id)?.name ?? id
  const names = (ids: readonly string[]) => ids.map(name).sort()
  const number = (id: string | null) => sessions.find((one) => one.id === id)?.number ?? null
  const numberOf = (expectation: string) => info.expectations.find(({ id }) => id === expectation)?.number ?? null
  const parkedWords = new Map(info.sessions.flatMap(({ parked }) => parked.map(({ note, text }) => [note, text])))
  const words = (source: string): string =>
    info.expectations.find(({ id }) => id === source)?.text ??
    info.commitments.find(({ id }) => id === source)?.what ??
    parkedWords.get(source) ??
    source
  return {
    expectations: info.expectations.map(({ number: at, text, session, check, judgement }) => ({
      number: at,
      text,
      session: number(session),
      check,
      judgement: judgement && {
        outcome: judgement.outcome,
        sentence: judgement.sentence,
        notes: judgement.notes.map((note) => ({ session: number(note.session), words: note.text })),
      },
    })),
    ties: sorted(
      info.ties.map(({ session, text, expectation }) => ({
        session: number(session),
        words: text,
        expectation: numberOf(expectation),
      })),
    ),
    takeHomes: sorted(
      info.takeHomes.map(({ session, text, from, to, firstStep, status, saw }) => ({
        session: number(session),
        idea: text,
        from: names(from),
        to: names(to),
        firstStep,
        status,
        saw,
      })),
    ),
    commitments: sorted(
      info.commitments.map(({ session, who, what, status }) => ({
        session: number(session),
        who: names(who),
        what,
        status,
      })),
    ),
    carried: sorted(
      info.carried.map(({ kind, from, to, source }) => ({
        kind,
        from: number(from),
        to: number(to),
        words: words(source),
      })),
    ),
    checks: info.checks.map(({ session, answers, counts }) => ({ session: number(session), answers, counts })),
    excused: info.excused.map(({ session, organisation }) => ({ session: number(session), who: name(organisation) })),
    presented: sorted(
      info.sessions.flatMap(({ number: session, presented }) =>
        presented.map(({ organisation, aspect, own, reactions }) => ({
          session,
          organisation: name(organisation),
          aspect: info.aspects.indexOf(aspect),
          own,
          reactions,
        })),
      ),
    ),
    hosts: [...sessions]
      .sort((a, b) => a.number - b.number)
      .map(({ host, secondPresenter }) => [host && name(host), secondPresenter && name(secondPresenter)]),
  }
}

export type Told = ReturnType<typeof toldBy>

/** The same, as the story has it. */
export function storyTold(): Told {
  const names = (letters: readonly Letter[]) => letters.map(nameOf).sort()
  return {
    expectations: EXPECTED.map(({ title }, i) => {
      const check = CHECKED.find(({ expectation }) => expectation === i + 1)
      const judged = JUDGED.find(({ expectation }) => expectation === i + 1)
      return {
        number: i + 1,
        text: title,
        session: 1,
        check: check ? { standing: check.standing, sentence: check.sentence } : null,
        judgement: judged
          ? { outcome: judged.outcome, sentence: judged.sentence, notes: judged.notes.map((note) => ({ ...note })) }
          : null,
      }
    }),
    ties: sorted(TIED.map((tie) => ({ ...tie }))),
    takeHomes: sorted(TAKEN.map((one) => ({ ...one, from: names([one.from]), to: names(one.to) }))),
    commitments: sorted(PROMISED.map((one) => ({ ...one, who: names(one.who) }))),
    carried: sorted(CARRIED.map((one) => ({ ...one }))),
    checks: ANSWERS.map((answers, i) => ({
      session: i + 1,
      answers: answers.length,
      counts: [1, 2, 3, 4, 5].map((answer) => answers.filter((one) => one === answer).length),
    })),
    excused: [{ session: EXCUSED.session, who: nameOf(EXCUSED.who) }],
    presented: sorted(
      SHOWN.map(({ session, by, aspect, own, reactions }) => ({
        session,
        organisation: nameOf(by),
        aspect,
        own: [own],
        reactions: Object.fromEntries(reactions.map(({ kind }) => [kind, 1])),
      })),
    ),
    hosts: PRESENTERS.map((pair) => pair.map(nameOf)),
  }
}
