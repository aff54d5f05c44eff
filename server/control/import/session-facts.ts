import type { FullRecord } from '../../../shared/import/record-fields.ts'
import type { Skips } from '../../../shared/import/skips.ts'
import type { OrganisationId } from '../../../shared/model/ids.ts'
import type { Control } from '../../storage/storage.ts'
import { withPresenters } from '../zones.ts'

interface Facts {
  /** Of the session that takes them. */
  readonly number: number
  /** What a session is called that nobody gave a name. */
  readonly titleOf: (number: number) => string
  readonly organisations: ReadonlyMap<string, OrganisationId>
  readonly skips: Skips
}

/** Who presents, where and when fill what is empty and overwrite nothing. */
export function withFacts(
  control: Control,
  { number, title, venue, startsAt, endsAt, host, secondPresenter }: FullRecord['session'],
  { number: own, titleOf, organisations, skips }: Facts,
): Control {
  /** What stays when both say something else is told. */
  const filled = <T>(what: 'host' | 'secondPresenter' | 'venue' | 'startsAt' | 'endsAt' | 'title', has: T, said: T) => {
    if (isEmpty(has)) return said
    if (!isEmpty(said) && said !== has) skips.add(what, 'thereAlready')
    return has
  }
  const organisation = (id: string | undefined) => (id === undefined ? null : (organisations.get(id) ?? null))
  const hasName = control.title !== titleOf(own)
  const says = title === titleOf(number) ? '' : title
  const filledIn = {
    ...control,
    title: filled('title', hasName ? control.title : '', says) || control.title,
    venue: filled('venue', control.venue, venue ?? ''),
    host: filled('host', control.host, organisation(host)),
    secondPresenter: filled('secondPresenter', control.secondPresenter, organisation(secondPresenter)),
    // A beginning of one day and an end of another would be no date.
    ...(control.startsAt === null && control.endsAt === null
      ? { startsAt: startsAt ?? null, endsAt: endsAt ?? null }
      : {
          startsAt: stays('startsAt', control.startsAt, startsAt, skips),
          endsAt: stays('endsAt', control.endsAt, endsAt, skips),
        }),
  }
  return { ...filledIn, zones: withPresenters(filledIn.zones, filledIn) }
}

function stays(what: 'startsAt' | 'endsAt', has: string | null, said: string | undefined, skips: Skips): string | null {
  if (said !== undefined && (has === null || Date.parse(has) !== Date.parse(said))) skips.add(what, 'thereAlready')
  return has
}

const isEmpty = (value: unknown): boolean => value === null || value === ''
