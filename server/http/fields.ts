import * as v from 'valibot'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { isId, type OrganisationId, type ParticipantId, type SessionId } from '../../shared/model/ids.ts'
import { isMoment } from '../../shared/model/moment.ts'
import { DOORS, LANGUAGES } from '../../shared/model/network.ts'
import { TEMPLATES } from '../../shared/text/templates.ts'

// The bodies of the calls. What starts something takes no notice of fields it does not know; what changes something
// refuses them, so that a misspelt field is not taken for done.

const text = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most))
const words = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most))
const title = words(BOUNDS.title)
const organisationName = words(BOUNDS.title)
const organisationId = v.custom<OrganisationId>(isId, 'an id')

const moment = v.nullable(v.custom<string>(isMoment, 'a moment in ISO 8601 with an offset'))

export const newNetworkFields = v.object({
  title,
  topic: v.optional(text(BOUNDS.title), ''),
  language: v.optional(v.picklist(LANGUAGES), 'nl'),
  organisations: v.optional(v.pipe(v.array(organisationName), v.maxLength(BOUNDS.organisationsPerNetwork)), []),
  template: v.optional(v.picklist(TEMPLATES), 'series'),
})

const isTimeZone = (value: unknown): value is string => {
  try {
    return typeof value === 'string' && new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions() !== null
  } catch {
    return false
  }
}

export const networkChangeFields = v.strictObject({
  title: v.optional(title),
  topic: v.optional(text(BOUNDS.title)),
  language: v.optional(v.picklist(LANGUAGES)),
  timeZone: v.optional(v.custom<string>(isTimeZone, 'an IANA time zone')),
  openList: v.optional(v.boolean()),
  retentionDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650))),
  groundRules: v.optional(v.pipe(v.array(words(BOUNDS.prompt)), v.maxLength(30))),
  showOrganisation: v.optional(
    v.strictObject({
      expectations: v.boolean(),
      presentation: v.boolean(),
      reflection: v.boolean(),
      crossPollination: v.boolean(),
      commitments: v.boolean(),
      parked: v.boolean(),
    }),
  ),
  /** A known id gets a new name, a name without id is added; who is not named stays. */
  organisations: v.optional(
    v.pipe(
      v.array(v.union([organisationName, v.object({ id: v.optional(organisationId), name: organisationName })])),
      v.maxLength(BOUNDS.organisationsPerNetwork),
    ),
  ),
})

/** By id or by name; null for nobody. */
const presenter = v.nullable(organisationName)

export const sessionChangeFields = v.strictObject({
  title: v.optional(title),
  door: v.optional(v.picklist(DOORS)),
  host: v.optional(presenter),
  secondPresenter: v.optional(presenter),
  venue: v.optional(text(BOUNDS.title)),
  startsAt: v.optional(moment),
  endsAt: v.optional(moment),
  /** The session of the same network whose zones and agenda it takes. */
  from: v.optional(v.custom<SessionId>(isId, 'an id')),
})

/** Who comes in: both may be left out. */
const who = {
  name: v.nullish(text(BOUNDS.personName), null),
  organisation: v.nullish(text(BOUNDS.title), null),
}

export const joinFields = v.object({
  code: v.pipe(v.string(), v.maxLength(40)),
  ...who,
})

export const acceptFields = v.object(who)

export const invitationFields = v.strictObject({
  participant: v.optional(v.nullable(v.custom<ParticipantId>(isId, 'an id')), null),
})

/** For whom a link is; the smallest level where nothing is said. */
export const shareFields = v.strictObject({
  level: v.optional(v.picklist(['group', 'organisation', 'public']), 'public'),
  organisation: v.optional(v.nullable(organisationId), null),
})

export const signOutFields = v.object({ network: v.custom<string>(isId, 'an id') })
