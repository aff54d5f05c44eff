import { identityIn, lessTelling, mostOf, type Signed } from '../../shared/model/identity.ts'
import { whyClosed } from '../../shared/model/closed.ts'
import type { ZoneId } from '../../shared/model/ids.ts'
import type { Identity, Step } from '../../shared/model/network.ts'
import type { NoteKind } from '../../shared/model/note.ts'
import { goesThroughPad, isOpenTo, isSilent, type Actor } from '../../shared/model/rights.ts'
import { isSiblingAspect, type Zone } from '../../shared/model/zone.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { t } from '../ui/words.svelte.ts'

/**
 * The zones a new note can go to, the likeliest first. A running step asks for its own zone; while someone presents, the
 * presenter's other aspects stand beside it. Without a step, or when its zone is closed, every open zone can take it:
 * the aspects last, because a note among them is meant for who presents. When the session is over, none.
 */
export function zonesToWriteIn(zones: readonly Zone[], step: Step | undefined, actor: Actor): readonly Zone[] {
  const open = whyClosed(actor, 'write') ? [] : zones.filter((zone) => !zone.hidden && isOpenTo(actor, zone))
  const asked = open.find((zone) => zone.id === step?.zone)
  if (!asked) return [...open.filter((zone) => !isAspect(zone)), ...open.filter(isAspect)]
  if (!isAspect(asked)) return [asked]
  return [asked, ...open.filter((zone) => zone !== asked && isSiblingAspect(zone, asked))]
}

const isAspect = (zone: Zone): boolean => zone.kind === 'presentation'

/** The kinds one can choose; a note without a choice is an idea. */
export const kindsIn = (zone: Pick<Zone, 'kind'> | undefined): readonly Exclude<NoteKind, 'idea'>[] =>
  zone?.kind === 'presentation' ? ['recognise', 'question', 'takeHome'] : []

/** The zone chosen before while it can still be written in, else the likeliest. */
export const chosenZone = (options: readonly Zone[], chosen: ZoneId | null): Zone | undefined =>
  options.find((zone) => zone.id === chosen) ?? options[0]

/** Who will be seen on a note: nobody is an empty text. */
export function signedBy({ state }: LiveSession, identity: Identity): string {
  const organisation = nameIn(state, state?.me.organisation)
  if (identity === 'nobody') return ''
  return [identity === 'name' && state?.me.name, organisation].filter(Boolean).join(', ')
}

/** What the button says that sends: who will be seen, and whether it is seen at once. */
export function sendAs(session: LiveSession, zone: ZoneId): string {
  const { actor, state, online } = session
  if (!goesThroughPad(actor.step, zone)) return online ? placeAs(session, zone) : t('pen.sendLater')
  // Without a network too: as is said here, so it will be signed, whenever it is shown.
  if (online && !isSilent(actor.step, zone)) return placeAs(session, zone)
  const who = signedBy(session, identityIn(actor.step, state?.promised ?? {}, zone))
  return who === '' ? t('pen.draftUnnamed') : t('pen.draftAs', { who })
}

/** The same for a note, or a draft, that goes to the board at once. */
export function placeAs(session: LiveSession, zone: ZoneId, draft?: Signed): string {
  const { actor, state } = session
  const now = identityIn(actor.step, state?.promised ?? {}, zone)
  const identity = draft ? lessTelling(now, mostOf(draft)) : now
  const who = signedBy(session, identity)
  if (who !== '') return t('pen.sendAs', { who })
  return t(identity === 'name' ? 'pen.send' : 'pen.sendUnnamed')
}

/** Whose practice an aspect is about; null for other zones. */
export function presenterIn({ state }: LiveSession, { kind, organisation, presenter }: Zone): string | null {
  if (kind !== 'presentation') return null
  return nameIn(state, organisation) ?? t(presenter === 'second' ? 'pen.second' : 'pen.host')
}

const nameIn = (state: LiveSession['state'], id: string | null | undefined): string | undefined =>
  state?.network.organisations.find((one) => one.id === id)?.name
