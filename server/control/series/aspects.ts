import { byOrder } from '../../../shared/model/board.ts'
import { BOUNDS } from '../../../shared/model/bounds.ts'
import { newZoneId, type NetworkId } from '../../../shared/model/ids.ts'
import { foldedName } from '../../../shared/model/network.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Series } from '../../../shared/model/series.ts'
import { PRESENTERS, type Zone } from '../../../shared/model/zone.ts'
import type { Control, StoredSession } from '../../storage/storage.ts'
import { readBoard } from '../board-access.ts'
import { changeSession, isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { zonesWithDrafts } from '../pads.ts'
import { withPresenters } from '../zones.ts'
import { changeSeries } from './change-series.ts'

// The aspects along which organisations present how they work: a list of the network, and zones in its sessions.

export interface AspectWish {
  readonly title: string
  /** What it was called before. */
  readonly was?: string | undefined
}

/** Those of the series, or as long as it has none, of its sessions. */
export function aspectsOf({ aspects }: Pick<Series, 'aspects'>, sessions: readonly StoredSession[]): readonly string[] {
  if (aspects) return aspects
  const found = new Map<string, string>()
  for (const { control } of sessions)
    for (const { aspect } of [...control.zones].sort(byOrder))
      if (aspect && !found.has(foldedName(aspect))) found.set(foldedName(aspect), aspect)
  return [...found.values()]
}

/**
 * The list is this from now on. Zones of an aspect that is called otherwise follow in every session; a session that did
 * not begin gets the zones that it lacks, and loses those in which nothing lies.
 */
export async function setAspects(
  house: House,
  network: NetworkId,
  wishes: readonly AspectWish[],
): Promise<Refusal | { readonly version: number }> {
  const titles = wishes.map(({ title }) => title)
  if (new Set(titles.map(foldedName)).size < titles.length) return 'malformed'
  const before = aspectsOf((await house.storage.findSeries(network)).series, await house.storage.sessionsOf(network))
  const changed = await changeSeries(house, network, (series) => ({ ...series, aspects: titles }))
  if (isRefusal(changed)) return changed
  const renamed = new Map(wishes.flatMap(({ was, title }) => (was ? [[foldedName(was), title] as const] : [])))
  const kept = new Set([...renamed.keys(), ...titles.map(foldedName)])
  const gone = new Set(before.map(foldedName).filter((name) => !kept.has(name)))
  for (const session of await house.storage.sessionsOf(network)) {
    const taken = await takenZones(house, session)
    if (isRefusal(taken)) return taken
    const done = await changeSession(house, session.id, (control) =>
      withAspects(withNames(control, renamed), titles, gone, taken),
    )
    if (!done.ok && done.refusal !== 'session-unknown') return done.refusal
  }
  return changed
}

const hasBegun = ({ step, ran }: Control): boolean => step !== null || ran.length > 0

function withNames(control: Control, renamed: ReadonlyMap<string, string>): Control {
  const nameOf = (zone: Zone) => (zone.aspect === undefined ? undefined : renamed.get(foldedName(zone.aspect)))
  if (!control.zones.some((zone) => nameOf(zone) !== undefined && nameOf(zone) !== zone.aspect)) return control
  const zones = control.zones.map((zone) => {
    const name = nameOf(zone)
    // A zone that someone gave a title of its own keeps it.
    return name === undefined ? zone : { ...zone, aspect: name, title: zone.title === zone.aspect ? name : zone.title }
  })
  return { ...control, zones }
}

/**
 * Of a session that did not begin: its presentation zones are those of the list, in its order. `gone` are the aspects whose
 * zones go, folded; `taken` the zones that stay all the same.
 */
export function withAspects(
  control: Control,
  titles: readonly string[],
  gone: ReadonlySet<string> | 'others',
  taken: ReadonlySet<string> = new Set(),
): Control | Refusal {
  if (hasBegun(control)) return control
  const listed = new Set(titles.map(foldedName))
  const isGone = ({ id, presenter, aspect }: Zone) => {
    if (presenter === undefined || aspect === undefined || taken.has(id)) return false
    const name = foldedName(aspect)
    return gone === 'others' ? !listed.has(name) : gone.has(name)
  }
  const staying = control.zones.filter((zone) => !isGone(zone))
  const like = control.zones.find(({ kind }) => kind === 'presentation')
  const added = PRESENTERS.flatMap((presenter) =>
    titles
      .filter((title) => !staying.some((zone) => zone.presenter === presenter && isCalled(zone, title)))
      .map((title): Zone => ({
        id: newZoneId(),
        kind: 'presentation',
        title,
        aspect: title,
        presenter,
        ...(like?.prompt !== undefined && { prompt: like.prompt }),
        hidden: false,
        locked: false,
        order: 0,
      })),
  )
  if (staying.length === control.zones.length && added.length === 0 && isInOrder(control.zones, titles)) return control
  if (staying.length + added.length > BOUNDS.zonesPerSession) return 'bounds'
  const zones = ordered(control.zones, [...staying, ...added], titles)
  const ids = new Set(zones.map(({ id }) => id))
  return {
    ...control,
    zones: withPresenters(zones, control),
    // A step about an aspect that goes is about the first of the same presenter.
    agenda: control.agenda.map((step) => {
      const was =
        step.zone !== null && !ids.has(step.zone) ? control.zones.find(({ id }) => id === step.zone) : undefined
      return was ? { ...step, zone: zones.find(({ presenter }) => presenter === was.presenter)?.id ?? null } : step
    }),
  }
}

const isCalled = ({ aspect }: Zone, title: string): boolean =>
  aspect !== undefined && foldedName(aspect) === foldedName(title)

const placeOf = (zone: Zone, titles: readonly string[]): number => {
  const at = titles.findIndex((title) => isCalled(zone, title))
  return at < 0 ? titles.length : at
}

const presented = (zones: readonly Zone[]): Zone[] => [...zones].sort(byOrder).filter(({ presenter }) => presenter)

const isInOrder = (zones: readonly Zone[], titles: readonly string[]): boolean =>
  PRESENTERS.every((presenter) => {
    const places = presented(zones)
      .filter((zone) => zone.presenter === presenter)
      .map((zone) => placeOf(zone, titles))
    return places.every((place, i) => i === 0 || place >= (places[i - 1] ?? 0))
  })

/** The presentation zones stand together, where the first of them stood. */
function ordered(before: readonly Zone[], zones: readonly Zone[], titles: readonly string[]): Zone[] {
  const [first] = presented(before)
  const others = zones.filter(({ presenter }) => !presenter).sort(byOrder)
  const shown = PRESENTERS.flatMap((presenter) =>
    zones
      .filter((zone) => zone.presenter === presenter)
      .sort((a, b) => placeOf(a, titles) - placeOf(b, titles) || byOrder(a, b)),
  )
  const at = first ? others.filter((zone) => byOrder(zone, first) < 0).length : others.length
  return [...others.slice(0, at), ...shown, ...others.slice(at)].map((zone, order) => ({ ...zone, order }))
}

/** The zones in which something lies, on the board or in someone's pad. */
async function takenZones(house: House, { id, control }: StoredSession): Promise<ReadonlySet<string> | Refusal> {
  if (hasBegun(control)) return new Set()
  const board = await readBoard(house, id)
  if (isRefusal(board)) return board === 'session-unknown' ? new Set() : board
  return new Set([...[...board.notes.values()].map(({ place }) => place.zone), ...(await zonesWithDrafts(house, id))])
}
