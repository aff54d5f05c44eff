import { orderNotes, orderThemes, type BoardDoc } from '../../shared/doc/commands.ts'
import { readBoard as boardOf } from '../../shared/doc/layout.ts'
import type { Board } from '../../shared/model/board.ts'
import type { NoteId, SessionId, ThemeId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import {
  resultOf,
  tally,
  targetsOf,
  votedOrder,
  type DotsOn,
  type Target,
  type VoteAbout,
} from '../../shared/model/vote.ts'
import type { CommandAnswer } from '../../shared/wire/commands.ts'
import type { Visitor } from '../access/visitor.ts'
import type { Logger } from '../sync/log.ts'
import type { StoredSession } from '../storage/storage.ts'
import { readBoard, writeBoard } from './board-access.ts'
import { changeSession, isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { isRunning } from './vote-seen.ts'
import { hasZone } from './zones.ts'

// A vote from its opening to the order on the board. Dots lie in a table of their own, budget and all, and go when the
// vote is closed: what stays is what each theme or note got.

const no = (refusal: Refusal): CommandAnswer => ({ ok: false, refusal })

/** Another act may change the session between our read and our write; each attempt starts from what is stored then. */
const ATTEMPTS = 20

export async function openVote(
  house: House,
  id: SessionId,
  { on, zone, dots }: VoteAbout & { readonly dots: number },
): Promise<CommandAnswer> {
  const changed = await changeSession(house, id, (control) => {
    if (isRunning(control.vote)) return 'vote-open'
    if (zone !== null && !hasZone(control, zone)) return 'zone-unknown'
    const vote = { kind: 'open', on, zone, dots, openedAt: house.now() } as const
    // It comes to everyone by itself: whatever they were brought to before is over.
    return { ...control, vote, wall: { kind: 'vote' }, here: null }
  })
  return changed.ok ? { ok: true, version: changed.session.version } : changed
}

/** The version stays: dots change nothing that the facilitator decides. */
export async function castDots(
  house: House,
  id: SessionId,
  { member, role }: Visitor,
  target: Target,
  dots: number,
): Promise<CommandAnswer> {
  if (role === 'wall') return no('not-for-you')
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const session = await house.storage.findSession(id)
    if (!session) return no('session-unknown')
    const { control, version } = session
    if (control.vote?.kind !== 'open') return no('vote-closed')
    const board = await readBoard(house, id)
    if (isRefusal(board)) return no(board)
    const targets = targetsOf(board, control.vote)
    const on = targets.of(target)
    if (on === null) return no(whyNot(board, control.vote, target))
    // Dots on what is gone come back; those on another note of the same stack are dots on the stack.
    const mine = (await house.storage.dotsIn(id)).filter(({ participant }) => participant === member.id)
    const insteadOf = mine.map((one) => one.target).filter((one) => [null, on].includes(targets.of(one)))
    const budget = control.vote.dots
    const cast = { session: id, version, participant: member.id, target: on, dots, insteadOf, budget }
    const done = await house.storage.castDots(cast)
    if (done === 'version') continue
    if (done === 'participant-unknown') return no('token-unknown')
    if (done === 'over-budget') return no(done)
    // Others hear of it when there is one voter more, or less; else a state that came would tell that someone thinks again.
    house.live.changed(id, done.had > 0 === done.has > 0 ? member.id : 'people')
    return { ok: true, version }
  }
  return no('version')
}

function whyNot(board: Board, { on }: VoteAbout, target: Target): Refusal {
  if (on === 'themes') return board.themes.has(target as ThemeId) ? 'not-in-vote' : 'theme-unknown'
  return board.notes.has(target as NoteId) ? 'not-in-vote' : 'note-unknown'
}

/**
 * In three acts, of which each can be followed by the end of the process: no more dots are taken; the order is written to
 * the board; the result is kept and the dots are forgotten. A vote that is left at the second is finished by closing it
 * again, or when its board is loaded the next time.
 */
export async function closeVote(house: House, id: SessionId): Promise<CommandAnswer> {
  const sealed = await changeSession(house, id, (control) => {
    if (!isRunning(control.vote)) return 'vote-closed'
    return control.vote.kind === 'counting' ? control : { ...control, vote: { ...control.vote, kind: 'counting' } }
  })
  return sealed.ok ? house.turns.take(`counting ${id}`, () => count(house, id)) : sealed
}

async function count(house: House, id: SessionId): Promise<CommandAnswer> {
  const session = await house.storage.findSession(id)
  if (!session) return no('session-unknown')
  const { vote } = session.control
  // Two closed it at the same moment, and the other was first.
  if (vote?.kind !== 'counting') return { ok: true, version: session.version }
  const dots = await house.storage.dotsIn(id)
  const result = await writeBoard(house, id, (board) => writeOrder(board, vote, dots))
  if (isRefusal(result)) return no(result)
  const { on, zone, openedAt } = vote
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = await house.storage.findSession(id)
    if (!now) return no('session-unknown')
    const during = now.control.step
    const closed = { kind: 'closed', on, zone, openedAt, result, during } as const
    const control = { ...now.control, vote: closed, wall: { kind: 'vote' } as const }
    if ((await house.storage.endVote(id, now.version, control)) === 'version') continue
    house.live.changed(id)
    return { ok: true, version: now.version + 1 }
  }
  return no('version')
}

/** Brings the board in the order of the dots, and answers with what got any. */
function writeOrder(doc: BoardDoc, about: VoteAbout, dots: readonly DotsOn[]): DotsOn[] {
  const targets = targetsOf(boardOf(doc.doc), about)
  const counts = tally(dots, targets)
  const order = votedOrder(targets.inOrder, counts)
  if (about.on === 'themes') orderThemes(doc, order as ThemeId[])
  else orderNotes(doc, order as NoteId[])
  return resultOf(order, counts)
}

/** A board that loads finishes what a server that died in the middle has left. */
export function finishCounting(house: House, { id, control }: StoredSession, log: Logger): void {
  if (control.vote?.kind !== 'counting') return
  closeVote(house, id).catch((error: unknown) => log.error({ err: error, session: id }, 'a vote could not be counted'))
}
