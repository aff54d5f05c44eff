import type { Board } from '../../shared/model/board.ts'
import { whyClosed } from '../../shared/model/closed.ts'
import type { ZoneId } from '../../shared/model/ids.ts'
import type { Note, NotePlace } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import {
  isOpenTo,
  mayCluster,
  mayEditNote,
  mayEditTheme,
  mayPlaceNote,
  mayWithdraw,
  mayWriteIn,
  type Actor,
} from '../../shared/model/rights.ts'
import type { Theme } from '../../shared/model/theme.ts'

// Why something cannot be done on a board as it is now; null when it can. The gate says the same, at a higher price.

type Now = Pick<Board, 'zones' | 'notes' | 'themes'>

const whyNotIn = (now: Now, actor: Actor, id: ZoneId | null): Refusal | null => {
  if (id === null) return null
  const zone = now.zones.get(id)
  if (!zone) return 'zone-unknown'
  if (isOpenTo(actor, zone)) return null
  return zone.locked ? 'zone-locked' : 'not-for-you'
}

export function whyNotWrite(now: Now, actor: Actor, { meta, place }: Note): Refusal | null {
  const isAuthor = meta.author !== null && meta.author === actor.participant
  if (!isAuthor && actor.role !== 'facilitator') return 'author'
  const why = whyClosed(actor, 'write') ?? whyNotIn(now, actor, place.zone)
  return why ?? (mayWriteIn(actor, now.zones.get(place.zone)) ? null : 'pad-only')
}

export function whyNotRewrite(now: Now, actor: Actor, there: Note): Refusal | null {
  const zone = now.zones.get(there.place.zone)
  if (mayEditNote(actor, there, zone)) return null
  const over = whyClosed(actor, 'order')
  if (over) return over
  return mayWithdraw(actor, there) && zone?.locked ? 'zone-locked' : 'not-yours'
}

export function whyNotPlace(now: Now, actor: Actor, there: Note, to: NotePlace): Refusal | null {
  const zone = now.zones.get(there.place.zone)
  const over = whyClosed(actor, 'order')
  if (over) return over
  if (zone?.locked && !isOpenTo(actor, zone)) return 'zone-locked'
  if (!mayPlaceNote(actor, there, zone)) return mayWithdraw(actor, there) ? 'not-for-you' : 'not-yours'
  if (to.theme !== null && !mayCluster(actor)) return 'not-for-you'
  return whyNotIn(now, actor, to.zone)
}

export const whyNotWithdraw = (actor: Actor, there: Note): Refusal | null =>
  mayWithdraw(actor, there) ? null : 'not-yours'

export function whyNotMake(now: Now, actor: Actor, theme: Theme): Refusal | null {
  const over = whyClosed(actor, 'order')
  if (over) return over
  if (actor.role === 'facilitator') return whyNotIn(now, actor, theme.zone)
  if (theme.author === null || theme.author !== actor.participant) return 'author'
  return theme.status === 'theme' ? 'not-for-you' : whyNotIn(now, actor, theme.zone)
}

export const whyNotRemove = (actor: Actor, there: Theme): Refusal | null =>
  whyClosed(actor, 'order') ?? (mayEditTheme(actor, there) ? null : 'not-for-you')

export function whyNotEdit(now: Now, actor: Actor, there: Theme, to: ZoneId | null): Refusal | null {
  const why = whyNotRemove(actor, there)
  if (why) return why
  return there.zone !== null && now.zones.get(there.zone)?.locked && actor.role !== 'facilitator'
    ? 'zone-locked'
    : whyNotIn(now, actor, to)
}
