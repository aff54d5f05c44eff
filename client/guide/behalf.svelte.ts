import type { OrganisationId, ParticipantId } from '../../shared/model/ids.ts'
import { mayWriteFor } from '../../shared/model/rights.ts'
import type { Person } from '../../shared/wire/state.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { t } from '../ui/words.svelte.ts'

/** In whose name the facilitator writes: the own, or that of someone without a device. The last choice stays. */
export class Behalf {
  readonly #session: LiveSession
  readonly #key: string
  #chosen = $state<ParticipantId | null>(null)

  constructor(session: LiveSession) {
    this.#session = session
    this.#key = `bijeen.behalf.${session.id}`
    this.#chosen = (sessionStorage.getItem(this.#key) || null) as ParticipantId | null
  }

  /** Those for whom one may write now; none in steps without names, and for who is no facilitator. */
  get people(): readonly Person[] {
    const { actor } = this.#session
    return (this.#session.state?.people ?? []).filter(({ participant, organisation }) =>
      mayWriteFor(actor, participant, organisation),
    )
  }

  /** Null for oneself, also when whom one chose has a device by now, or left. */
  get person(): Person | null {
    return this.people.find(({ participant }) => participant === this.#chosen) ?? null
  }

  /** As a note bears it. */
  get writer(): { author: ParticipantId; organisation: OrganisationId | null } | null {
    const { person } = this
    return person && { author: person.participant, organisation: person.organisation }
  }

  /** What the button that sends says. */
  send(person: Person): string {
    return t('people.placeFor', { who: this.nameOf(person) })
  }

  choose(participant: ParticipantId | null): void {
    this.#chosen = participant
    sessionStorage.setItem(this.#key, participant ?? '')
  }

  /** The name, and the organisation behind it. */
  nameOf({ name, organisation }: Person): string {
    const of = this.#session.state?.network.organisations.find(({ id }) => id === organisation)?.name
    return [name, of].filter(Boolean).join(', ')
  }
}
