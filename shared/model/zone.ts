import type { OrganisationId, ZoneId } from './ids.ts'
import type { Colour } from './theme.ts'

export const ZONE_KINDS = [
  'expectations',
  'presentation',
  'reflection',
  'crossPollination',
  'checkIn',
  'commitments',
  'parked',
  'free',
] as const
export type ZoneKind = (typeof ZONE_KINDS)[number]

/** The two who present their practice in a session. */
export const PRESENTERS = ['host', 'second'] as const
export type Presenter = (typeof PRESENTERS)[number]

export interface Zone {
  readonly id: ZoneId
  readonly kind: ZoneKind
  readonly title: string
  readonly prompt?: string
  /** The aspect's text, in a presentation zone. */
  readonly aspect?: string
  /** Which presenter's zone it is; `organisation` follows once the session says who that is. */
  readonly presenter?: Presenter
  readonly organisation?: OrganisationId
  readonly hidden: boolean
  readonly locked: boolean
  /** Its place among the zones, from 0. */
  readonly order: number
}

/** Colour follows the zone; the second presenter's aspects differ from the host's. */
export function zoneColour(zone: Pick<Zone, 'kind' | 'presenter'>): Colour {
  switch (zone.kind) {
    case 'expectations':
      return 'honing'
    case 'presentation':
      return zone.presenter === 'second' ? 'korenbloem' : 'klaver'
    case 'reflection':
      return 'lavendel'
    case 'crossPollination':
      return 'klaproos'
    case 'checkIn':
      return 'munt'
    case 'commitments':
      return 'heide'
    case 'parked':
      return 'leem'
    case 'free':
      return 'munt'
  }
}

/** The aspects along which the same one presents, in order; none where nobody does. */
export const aspectsOf = (zones: readonly Zone[], of: Zone): Zone[] =>
  of.kind === 'presentation' ? zones.filter((zone) => !zone.hidden && isSiblingAspect(zone, of)) : []

export const isSiblingAspect = (zone: Zone, of: Zone): boolean =>
  zone.kind === 'presentation' && zone.presenter === of.presenter && zone.organisation === of.organisation
