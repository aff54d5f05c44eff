import {
  corrected,
  decided,
  decidedOtherwise,
  deepened,
  noted,
  summarised,
  withoutCorrection,
  type Minutes,
} from '../../shared/model/minutes.ts'
import {
  newCorrectionId,
  newDecisionId,
  type CorrectionId,
  type DecisionId,
  type NoteId,
  type SessionId,
  type ThemeId,
} from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { CommandAnswer } from '../../shared/wire/commands.ts'
import { readBoard } from './board-access.ts'
import { changeSession, isRefusal } from './change-session.ts'
import type { House } from './house.ts'

// What the facilitator writes of a session's record: state of the session like all that the facilitator decides. Once the
// group agreed with the record it stays as it is, until that is taken back.

type Step = (minutes: Minutes) => Minutes | Refusal

async function change(house: House, id: SessionId, step: Step, more: object = {}): Promise<CommandAnswer> {
  const changed = await changeSession(house, id, (control) => {
    const minutes = step(control.minutes)
    if (isRefusal(minutes)) return minutes
    return minutes === control.minutes ? control : { ...control, minutes }
  })
  return changed.ok ? { ok: true, version: changed.session.version, ...more } : changed
}

const whileOpen =
  (step: Step): Step =>
  (minutes) =>
    minutes.approved ? 'record-approved' : step(minutes)

/** `was` is what its writer saw before: words that another wrote meanwhile are not overwritten unseen. */
const sawLast = (was: string | undefined, is: string): boolean => was === undefined || was === is

export const summarise = (house: House, id: SessionId, text: string, was?: string): Promise<CommandAnswer> =>
  change(
    house,
    id,
    whileOpen((minutes) => (sawLast(was, minutes.summary) ? summarised(minutes, text) : 'changed-meanwhile')),
  )

export async function deepen(
  house: House,
  id: SessionId,
  theme: ThemeId,
  text: string | null,
  was?: string | null,
): Promise<CommandAnswer> {
  const board = await readBoard(house, id)
  if (isRefusal(board)) return { ok: false, refusal: board }
  if (text !== null && !board.themes.has(theme)) return { ok: false, refusal: 'theme-unknown' }
  return change(
    house,
    id,
    whileOpen((minutes) => {
      // Not deepened, and deepened without a word yet, are seen alike.
      const before = minutes.deepened.find((one) => one.theme === theme)?.text ?? ''
      return sawLast(was ?? (was === null ? '' : undefined), before)
        ? deepened(minutes, theme, text)
        : 'changed-meanwhile'
    }),
  )
}

export async function keepBack(
  house: House,
  id: SessionId,
  list: 'omitted' | 'staysInGroup',
  note: NoteId,
  on: boolean,
): Promise<CommandAnswer> {
  const board = await readBoard(house, id)
  if (isRefusal(board)) return { ok: false, refusal: board }
  if (on && !board.notes.has(note)) return { ok: false, refusal: 'note-unknown' }
  return change(
    house,
    id,
    whileOpen((minutes) => noted(minutes, list, note, on, (one) => board.notes.has(one))),
  )
}

export function decide(house: House, id: SessionId, text: string): Promise<CommandAnswer> {
  const decision = newDecisionId()
  return change(
    house,
    id,
    whileOpen((minutes) => decided(minutes, { id: decision, text })),
    { decision },
  )
}

export const changeDecision = (
  house: House,
  id: SessionId,
  decision: DecisionId,
  text: string | null,
  was?: string,
): Promise<CommandAnswer> =>
  change(
    house,
    id,
    whileOpen((minutes) => {
      const before = minutes.decisions.find((one) => one.id === decision)
      return before && !sawLast(was, before.text) ? 'changed-meanwhile' : decidedOtherwise(minutes, decision, text)
    }),
  )

export function correct(house: House, id: SessionId, text: string): Promise<CommandAnswer> {
  const correction = newCorrectionId()
  return change(
    house,
    id,
    whileOpen((minutes) => corrected(minutes, { id: correction, text, at: house.now() })),
    { correction },
  )
}

export const removeCorrection = (house: House, id: SessionId, correction: CorrectionId): Promise<CommandAnswer> =>
  change(
    house,
    id,
    whileOpen((minutes) => withoutCorrection(minutes, correction)),
  )

/** `session` is the one in which the group said so. A record that the group did not get cannot be approved. */
export async function approveRecord(
  house: House,
  id: SessionId,
  on: boolean,
  session: SessionId | null,
): Promise<CommandAnswer> {
  const [about, other] = await Promise.all([
    house.storage.findSession(id),
    session === null ? undefined : house.storage.findSession(session),
  ])
  if (session !== null && (!other || other.network !== about?.network)) return { ok: false, refusal: 'session-unknown' }
  const changed = await changeSession(house, id, (control) => {
    const { minutes, published } = control
    if ((minutes.approved !== null) === on) return control
    if (on && published.length === 0) return 'not-published'
    return { ...control, minutes: { ...minutes, approved: on ? { at: house.now(), session } : null } }
  })
  return changed.ok ? { ok: true, version: changed.session.version } : changed
}
