import { runningStep } from '../../shared/model/running.ts'
import type { Board } from '../../shared/model/board.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { identityIn, lessTelling, mostOf } from '../../shared/model/identity.ts'
import type { NoteId, ParticipantId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { isSilent } from '../../shared/model/rights.ts'
import { shownId } from '../../shared/model/shown-note.ts'
import { putNote, type BoardDoc } from '../../shared/doc/commands.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import type { CommandAnswer, Shown } from '../../shared/wire/commands.ts'
import type { Visitor } from '../access/visitor.ts'
import type { Control, NoteOwner, StoredSession } from '../storage/storage.ts'
import type { MovePlan } from '../sync/pads.ts'
import { SessionUnknown } from '../sync/rooms.ts'
import { withRun } from './agenda.ts'
import { boardRules } from './board-rules.ts'
import { changeSession, isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { closedIn } from './session-phase.ts'
import { keptPromises, promising } from './promises.ts'

// From the pads to the board: all drafts at once by who guides, or the own ones by who wrote them. Whatever happens
// meanwhile, each is either still a draft or a note, and never both.

const no = (refusal: Refusal): CommandAnswer => ({ ok: false, refusal })

/** A draft and what it becomes. */
interface Showing {
  readonly owner: ParticipantId
  readonly draft: Note
  readonly note: Note
  readonly isUnnamed: boolean
  readonly isOwned: boolean
}

/**
 * Shows all drafts, or those of one zone. They come in an order that tells nothing, all of the same moment, and what is
 * left of the pads tells nothing either. A silent step is open there from then on.
 */
export function reveal(house: House, id: SessionId, zone: ZoneId | null): Promise<CommandAnswer> {
  return inTurn(house, id, ({ control, version }) => {
    if (zone !== null && !control.zones.some((one) => one.id === zone)) return 'zone-unknown'
    const revealed = afterReveal(control, zone)
    return {
      owners: 'all',
      plan: (board, pads) => {
        const showing = showingOf(
          control,
          board,
          pads,
          house.now(),
          ({ place }) => zone === null || place.zone === zone,
        )
        if (isFull(board, showing)) return 'board-full'
        if (showing.length === 0 && revealed === control) return null
        return { showing, anew: true, change: revealed === control ? null : { version, control: revealed } }
      },
      answer: (showing) => ({ revealed: showing.length }),
    }
  })
}

/** Shows own drafts at once, where the step does not keep them until all are shown. */
export function publish(house: House, id: SessionId, { member, role }: Visitor, notes: readonly NoteId[]) {
  return inTurn(house, id, ({ control }) => {
    if (role === 'wall') return 'not-for-you'
    // It may have been ended since this was asked.
    if (closedIn(control)) return 'session-ended'
    const step = runningStep(control.agenda, control.step)
    return {
      owners: [member.id],
      plan: (board, pads) => {
        const mine = pads.get(member.id)
        for (const note of notes) {
          const draft = mine?.notes.get(note)
          if (!draft) return 'note-unknown'
          const zone = control.zones.find((one) => one.id === draft.place.zone)
          if (!zone) return 'zone-unknown'
          if (isSilent(step, zone.id)) return 'silent'
          if (zone.locked && role !== 'facilitator') return 'zone-locked'
        }
        const showing = showingOf(control, board, pads, house.now(), ({ id }) => notes.includes(id))
        return isFull(board, showing) ? 'board-full' : { showing, anew: false, change: null }
      },
      answer: (showing) => ({ published: showing.map(shownTo) }),
    }
  })
}

/** Ends the session: nothing runs any more, and drafts that were not shown are gone. A step that is begun goes on with it. */
export async function endSession(house: House, id: SessionId): Promise<CommandAnswer> {
  const ended = await changeSession(house, id, (control) => {
    if (control.vote !== null && control.vote.kind !== 'closed') return 'vote-open'
    if (control.ended !== null && control.step === null) return control
    const now = house.now()
    // The wall that showed the step shows what was made, not the way in.
    const wall = control.wall.kind === 'step' ? ({ kind: 'overview' } as const) : control.wall
    return {
      ...control,
      wall,
      ran: withRun(control, now),
      step: null,
      timer: null,
      here: null,
      promised: {},
      ended: now,
    }
  })
  if (!ended.ok) return ended
  return house.rooms.pads.erase(id, CLOSE.roomUnknown).then(
    () => ({ ok: true, version: ended.session.version }),
    () => no('disk'),
  )
}

/** The zones in which someone has a draft. */
export async function zonesWithDrafts({ rooms }: House, id: SessionId): Promise<ReadonlySet<ZoneId>> {
  const pads = await rooms.pads.read(id)
  return new Set([...pads.values()].flatMap(({ notes }) => [...notes.values()].map(({ place }) => place.zone)))
}

interface Wish {
  readonly owners: readonly ParticipantId[] | 'all'
  readonly plan: (
    board: Board,
    pads: ReadonlyMap<ParticipantId, Board>,
  ) => (Pick<MovePlan<unknown>, 'anew' | 'change'> & { readonly showing: readonly Showing[] }) | Refusal | null
  readonly answer: (showing: readonly Showing[]) => object
}

/** In turn with the other changes of the session: the step in which something is shown is the one that signs it. */
async function inTurn(
  house: House,
  id: SessionId,
  wishOf: (session: StoredSession) => Wish | Refusal,
): Promise<CommandAnswer> {
  const { storage, rooms, live, turns, leaving } = house
  return turns.take(id, async () => {
    const session = await storage.findSession(id)
    if (!session) return no('session-unknown')
    const wish = wishOf(session)
    if (isRefusal(wish)) return no(wish)
    let refusal: Refusal | null = null
    let change: Control | null = null
    const showing = await rooms.pads
      .moveNotes(id, wish.owners, (board, pads) => {
        // Who is being erased is not to leave something behind on the board.
        const planned = wish.plan(board, new Map([...pads].filter(([owner]) => !leaving.has(owner))))
        refusal = isRefusal(planned) ? planned : null
        if (planned === null || isRefusal(planned)) return null
        change = planned.change?.control ?? null
        return { ...planned, answer: planned.showing, ...movesOf(planned.showing) }
      })
      .catch((error: unknown): Refusal => (error instanceof SessionUnknown ? 'session-unknown' : 'disk'))
    if (isRefusal(showing)) {
      // A disk that said no, or nothing, may have done it: then everyone sees so.
      live.changed(id)
      return no(showing)
    }
    if (refusal) return no(refusal)
    if (showing) live.changed(id)
    const { version } = session
    const rules = change && (await boardRules(house, id))
    if (rules) await rooms.rulesChanged(id, rules).catch(() => undefined)
    return { ok: true, version: change ? version + 1 : version, ...wish.answer(showing ?? []) }
  })
}

function movesOf(showing: readonly Showing[]): Pick<MovePlan<unknown>, 'taken' | 'write' | 'owners'> {
  const taken = new Map<ParticipantId, NoteId[]>()
  for (const { owner, draft } of showing) taken.set(owner, [...(taken.get(owner) ?? []), draft.id])
  const owners = showing.filter(({ isOwned }) => isOwned)
  return {
    taken,
    write: (board: BoardDoc) => showing.forEach(({ note }) => putNote(board, note)),
    owners: owners.map(({ note, owner }): NoteOwner => ({ note: note.id, participant: owner })),
  }
}

/** The drafts that become notes now, in the order of their new ids, which is none. */
function showingOf(
  control: Control,
  board: Board,
  pads: ReadonlyMap<ParticipantId, Board>,
  now: number,
  which: (draft: Note) => boolean,
): Showing[] {
  const step = runningStep(control.agenda, control.step)
  const zones = new Set(control.zones.map(({ id }) => id))
  const drafts = [...pads].flatMap(([owner, { notes }]) =>
    [...notes.values()]
      .filter((draft) => zones.has(draft.place.zone) && draft.text.trim() !== '' && which(draft))
      .map((draft) => ({ owner, draft })),
  )
  return drafts
    .map(({ owner, draft }): Showing => {
      const { kind, organisation } = draft.meta
      // Only its writer knows another draft: its id would tell that one person wrote both.
      const buildsOn = draft.meta.buildsOn !== null && board.notes.has(draft.meta.buildsOn) ? draft.meta.buildsOn : null
      const { zone } = draft.place
      const identity = lessTelling(identityIn(step, control.promised, zone), mostOf(draft.meta))
      const author = identity === 'name' ? owner : null
      const meta = { author, organisation: identity === 'nobody' ? null : organisation, createdAt: now, kind, buildsOn }
      // Where it lay on one person's screen is theirs, too.
      const place = { zone, theme: null, rank: '', x: 0, y: 0, under: null }
      const note = { id: shownId(draft.id, now), meta, place, text: draft.text.trim() }
      return { owner, draft, note, isUnnamed: identity === 'nobody', isOwned: identity === 'organisation' }
    })
    .sort((a, b) => (a.note.id < b.note.id ? -1 : 1))
}

/** To its writer: the draft's own id is the key to a note that bears nothing of them. */
const shownTo = ({ draft, note, isUnnamed }: Showing): Shown => ({
  draft: draft.id,
  note: note.id,
  ...(isUnnamed && { key: draft.id }),
})

const isFull = ({ notes }: Board, showing: readonly Showing[]): boolean =>
  showing.length > 0 && notes.size + showing.length > BOUNDS.notesPerBoard

/** The same session when nothing of it is silent there. */
function afterReveal(control: Control, zone: ZoneId | null): Control {
  const step = runningStep(control.agenda, control.step)
  const shown = control.zones.map(({ id }) => id).filter((id) => (zone === null || id === zone) && isSilent(step, id))
  const open =
    control.step && shown.length > 0
      ? { ...control, step: { ...control.step, revealed: [...(control.step.revealed ?? []), ...shown] } }
      : control
  const left = new Set(control.zones.map(({ id }) => id).filter((id) => zone !== null && id !== zone))
  const promised = keptPromises(control.promised, left)
  if (open === control && Object.keys(promised).length === Object.keys(control.promised).length) return control
  return promising({ ...open, promised })
}
