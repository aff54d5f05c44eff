import type { OrganisationId } from '../../shared/model/ids.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'
import type { Heard } from '../../shared/wire/series.ts'

/** The organisations of which something could not be heard yet, in the order of the list. */
export interface NotHeard {
  /** These stand in no other list. */
  readonly never: readonly OrganisationId[]
  /** Someone of it came, and no note bears it. */
  readonly unwritten: readonly OrganisationId[]
  /** It did not show how it works, and no session that is to come has it as host or second. */
  readonly unshown: readonly OrganisationId[]
}

type Presenting = Pick<SessionInfo, 'host' | 'secondPresenter'>

/** @param coming The sessions that were not held yet. */
export function notHeard(heard: readonly Heard[], coming: readonly Presenting[]): NotHeard {
  const toShow = new Set(coming.flatMap(({ host, secondPresenter }) => [host, secondPresenter]))
  const those = (is: (one: Heard) => boolean) => heard.filter(is).map(({ organisation }) => organisation)
  const isNew = ({ came, wrote }: Heard) => came.length === 0 && wrote.length === 0
  return {
    never: those(isNew),
    unwritten: those((one) => one.came.length > 0 && one.wrote.length === 0),
    unshown: those((one) => !isNew(one) && one.presented.length === 0 && !toShow.has(one.organisation)),
  }
}
