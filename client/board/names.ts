import type { OrganisationId } from '../../shared/model/ids.ts'
import type { Person, SessionState } from '../../shared/wire/state.ts'
import { t } from '../ui/words.svelte.ts'

/** An organisation's name, or nothing where there is none. */
export const organisationName = (state: SessionState | null, id: OrganisationId | null | undefined): string =>
  state?.network.organisations.find((one) => one.id === id)?.name ?? ''

/** Who someone is: the name they gave, else their organisation, else what they are here. */
export const personName = (state: SessionState | null, person: Person | null): string =>
  person?.name ||
  organisationName(state, person?.organisation) ||
  t(person?.role === 'facilitator' ? 'board.facilitator' : 'board.someone')
