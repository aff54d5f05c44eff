import type { Zone } from '../../shared/model/zone.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { t } from './words.svelte.ts'

/** Who presents in a zone: by its own field, or by what the session says; the empty word where nobody does. */
export function presenterName(state: SessionState | null, zone: Zone): string {
  if (!zone.presenter) return ''
  const { host, secondPresenter } = state?.session ?? {}
  const id = zone.organisation ?? (zone.presenter === 'host' ? host : secondPresenter)
  const organisation = state?.network.organisations.find((one) => one.id === id)
  return organisation?.name || t(zone.presenter === 'host' ? 'pen.host' : 'pen.second')
}

/** A zone among others in a list: two who present have aspects of the same name. */
export const zoneName = (state: SessionState | null, zone: Zone): string =>
  [presenterName(state, zone), zone.title].filter(Boolean).join(': ')
