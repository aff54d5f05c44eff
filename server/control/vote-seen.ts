import type { VoteSeen } from '../../shared/wire/state.ts'
import type { Visitor } from '../access/visitor.ts'
import type { Control, StoredDots, Vote } from '../storage/storage.ts'

/** Dots are laid, or being counted: who laid which is still kept. */
export const isRunning = (vote: Vote | null): vote is Extract<Vote, { kind: 'open' | 'counting' }> =>
  vote !== null && vote.kind !== 'closed'

/** A result is shown until the next step begins. */
export const isSeen = ({ vote, step }: Pick<Control, 'vote' | 'step'>): boolean =>
  vote !== null && (isRunning(vote) || (vote.during?.id === step?.id && vote.during?.startedAt === step?.startedAt))

/**
 * What this visitor may know of the vote. While it runs: the own dots, and how many people have voted; the wall: that it
 * runs.
 */
export function voteFor(
  control: Pick<Control, 'vote' | 'step'>,
  dots: readonly StoredDots[],
  { role, member }: Visitor,
): VoteSeen | null {
  const { vote } = control
  if (vote === null || !isSeen(control)) return null
  const { on, zone, openedAt } = vote
  if (!isRunning(vote)) return { kind: 'closed', on, zone, openedAt, result: vote.result }
  if (role === 'wall') return { kind: 'open', on, zone, openedAt, ballot: null }
  const mine = dots.filter(({ participant }) => participant === member.id)
  const ballot = {
    dots: vote.dots,
    mine: mine.map(({ target, dots: laid }) => ({ target, dots: laid })),
    voted: new Set(dots.map(({ participant }) => participant)).size,
  }
  return { kind: 'open', on, zone, openedAt, ballot }
}
