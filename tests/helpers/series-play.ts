import { isAbsent, type SeriesByPrograms } from './series-by-programs.ts'
import {
  ANSWERS,
  CHECKED,
  EXCUSED,
  EXPECTED,
  JUDGED,
  LETTERS,
  PARKED,
  PRESENTERS,
  PROMISED,
  SHOWN,
  TAKEN,
  TIED,
  type Letter,
} from './series-story.ts'

/** Plays one session of the story by these hands. The first also asks what people expect, the third how that goes. */
export async function playSession(hands: SeriesByPrograms, number: number): Promise<void> {
  const here = <T extends { readonly session: number }>(all: readonly T[]) =>
    all.filter(({ session }) => session === number)
  const before = <T extends { readonly session: number }>(all: readonly T[]) =>
    all.filter(({ session }) => session === number - 1)

  await hands.presents(number, PRESENTERS[number - 1] as readonly [Letter, Letter])
  if (EXCUSED.session === number) await hands.excuses(EXCUSED.who, number)
  // To the first session everyone came already.
  if (number > 1) for (const letter of LETTERS) if (!isAbsent(letter, number)) await hands.comes(letter, number)

  await hands.begins(number)
  for (const taken of before(TAKEN)) await hands.tells(taken)
  for (const promised of before(PROMISED)) await hands.keeps(promised)

  if (number === 1) {
    for (const { notes } of EXPECTED)
      for (const [i, text] of notes.entries())
        await hands.writes(LETTERS[i + 1] as Letter, 1, text, hands.zone(1, 'expectations'))
    await hands.writes('D', 1, PARKED.text, hands.zone(1, 'parked'))
    await hands.gathers()
    await hands.numbers()
  }
  for (const { by, aspect, own, reactions } of here(SHOWN)) {
    await hands.writes(by, number, own, hands.aspect(number, by, aspect))
    for (const { by: listener, kind, text } of reactions)
      if (!isAbsent(listener, number))
        await hands.writes(listener, number, text, hands.aspect(number, by, aspect), kind)
  }
  for (const { from, idea } of here(TAKEN))
    await hands.writes(from, number, idea, hands.zone(number, 'crossPollination'))

  for (const { words, expectation } of here(TIED)) await hands.ties('B', number, words, expectation)
  for (const taken of here(TAKEN)) await hands.takes(taken)
  for (const promised of here(PROMISED)) await hands.promises(promised)
  if (number === 3) for (const checked of CHECKED) await hands.checks(checked)
  await hands.closes(number)
  for (const [i, answer] of (ANSWERS[number - 1] ?? []).entries())
    await hands.answers(LETTERS[i] as Letter, number, answer)
  await hands.carriesOver(number)
}

/** Plays all of the story, from the first session to the judgement after the last. */
export async function playSeries(hands: SeriesByPrograms): Promise<void> {
  for (let number = 1; number <= PRESENTERS.length; number++) await playSession(hands, number)
  for (const judged of JUDGED) await hands.judges(judged)
}
