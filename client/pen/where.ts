import type { ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { NoteKind } from '../../shared/model/note.ts'
import { mayWriteIn, type Actor } from '../../shared/model/rights.ts'
import type { Zone } from '../../shared/model/zone.ts'

/**
 * The zones a new note can go to, the likeliest first. A running step asks for its own zone; while someone presents, the
 * presenter's other aspects stand beside it. Without a step, or when its zone is closed, every open zone can take it:
 * the aspects last, because a note among them is meant for who presents.
 */
export function zonesToWriteIn(zones: readonly Zone[], step: Step | undefined, actor: Actor): readonly Zone[] {
  const open = zones.filter((zone) => !zone.hidden && mayWriteIn(actor, zone))
  const asked = open.find((zone) => zone.id === step?.zone)
  if (!asked) return [...open.filter((zone) => !isAspect(zone)), ...open.filter(isAspect)]
  if (!isAspect(asked)) return [asked]
  return [asked, ...open.filter((zone) => zone !== asked && isSiblingAspect(zone, asked))]
}

const isAspect = (zone: Zone): boolean => zone.kind === 'presentation'

const isSiblingAspect = (zone: Zone, asked: Zone): boolean =>
  isAspect(zone) && zone.presenter === asked.presenter && zone.organisation === asked.organisation

/** The kinds one can choose; a note without a choice is an idea. */
export const kindsIn = (zone: Pick<Zone, 'kind'> | undefined): readonly Exclude<NoteKind, 'idea'>[] =>
  zone?.kind === 'presentation' ? ['recognise', 'question', 'takeHome'] : []

/** The zone chosen before while it can still be written in, else the likeliest. */
export const chosenZone = (options: readonly Zone[], chosen: ZoneId | null): Zone | undefined =>
  options.find((zone) => zone.id === chosen) ?? options[0]
