import type { NetworkId, OrganisationId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { localDate } from '../../shared/record/dates.ts'
import type { NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import type { SessionDigest, SessionPhase } from '../../shared/wire/series.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { Circle } from '../guide/circle.ts'
import * as api from '../live/api.ts'
import { closeDevices, renewLink } from '../live/personal.ts'
import { rehearse } from '../live/rehearsals.ts'
import { LiveSeries } from '../live/series.svelte.ts'
import { router } from '../route.svelte.ts'
import { locale } from '../ui/words.svelte.ts'
import { inTime } from '../../shared/model/session-order.ts'
import { SessionTime } from './session-time.ts'

/** Each change answers null when it went well, else why not. */
type Outcome = Promise<Refusal | null>

/** One network as its page shows it: loaded whole, and again after each change and each return to the page. */
export class NetworkPage {
  readonly id: NetworkId
  readonly series: LiveSeries
  info = $state.raw<NetworkInfo | null>(null)
  /** Why there is nothing to show. */
  refusal = $state<Refusal | null>(null)
  /** When it was loaded, in ms since 1970: what counts as now. */
  #now = $state(Date.now())

  constructor(id: NetworkId) {
    this.id = id
    this.series = new LiveSeries(id)
  }

  get sessions(): readonly SessionInfo[] {
    return [...(this.info?.sessions ?? [])].sort((a, b) => a.number - b.number)
  }

  get time(): SessionTime {
    return new SessionTime(this.info?.timeZone ?? 'UTC', locale(), this.#now)
  }

  /** ISO date, where the group meets. */
  get today(): string {
    return localDate(this.time.now, this.info?.timeZone ?? 'UTC')
  }

  get nearest(): SessionInfo | undefined {
    const running = this.sessions.find(({ id }) => this.digestOf(id)?.phase === 'running')
    if (running) return running
    // What was held without a date would be put forward for ever.
    const ahead = this.sessions.filter((one) => one.startsAt !== null || this.digestOf(one.id)?.phase !== 'over')
    return this.time.nearest(ahead) ?? this.sessions.at(-1)
  }

  get inTime(): readonly SessionInfo[] {
    return inTime(this.sessions)
  }

  /** The sessions that were held, or run, as they followed each other. */
  get held(): readonly SessionInfo[] {
    return this.inTime.filter((session) => this.phaseOf(session) !== 'planned')
  }

  /** What its board holds; undefined until that came. */
  digestOf(session: SessionId): SessionDigest | undefined {
    return this.series.info?.sessions.find((one) => one.session === session)
  }

  /** As its board says; by the clock until that came. */
  phaseOf(session: Pick<SessionInfo, 'id' | 'startsAt' | 'endsAt'>): SessionPhase {
    const said = this.digestOf(session.id)?.phase
    if (said) return said
    const phase = this.time.phaseOf(session)
    return phase === 'done' ? 'over' : phase === 'now' ? 'running' : 'planned'
  }

  /** Undefined when it was erased. */
  numberOf(session: SessionId | null): number | undefined {
    return this.sessions.find((one) => one.id === session)?.number
  }

  get mayChange(): boolean {
    return this.info?.me.role === 'facilitator'
  }

  /** Whether someone comes in the place of others: told to who guides alone. */
  isSubstitute(person: ParticipantId): boolean {
    return this.series.info?.substitutes?.includes(person) ?? false
  }

  hasLeft(organisation: OrganisationId): boolean {
    return this.series.info?.left.includes(organisation) ?? false
  }

  /** The organisations of which nobody can come, that are in the network still. */
  excusedFrom(session: SessionId): readonly OrganisationId[] {
    return (this.series.info?.excused ?? []).flatMap((one) =>
      one.session === session && !this.hasLeft(one.organisation) ? one.organisation : [],
    )
  }

  nameOf(organisation: OrganisationId | null): string | undefined {
    return this.info?.organisations.find((one) => one.id === organisation)?.name
  }

  async load(): Promise<void> {
    const series = this.series.load()
    const answer = await api.network(this.id)
    this.#now = Date.now()
    if (answer.ok) {
      this.info = answer.value
      this.refusal = null
    } else if (!this.info || answer.refusal !== 'offline') {
      // Without a connection what was loaded stays: it is still true enough to read.
      this.refusal = answer.refusal
    }
    await series
  }

  change(changes: api.NetworkChanges): Outcome {
    return this.#after(api.changeNetwork(this.id, changes))
  }

  addSession(from?: SessionId): Outcome {
    return this.#after(api.addSession(this.id, from))
  }

  changeSession(id: SessionId, changes: api.SessionChanges): Outcome {
    return this.#after(api.changeSession(id, changes))
  }

  eraseSession(id: SessionId): Outcome {
    return this.#after(api.eraseSession(id))
  }

  /** Goes to the board of the copy. */
  async rehearse(id: SessionId): Outcome {
    const answer = await rehearse(id)
    if (!answer.ok) return answer.refusal
    router.go(`/session/${answer.value.session.id}`)
    return null
  }

  erasePerson(id: ParticipantId): Outcome {
    return this.#after(api.erasePerson(this.id, id))
  }

  /** A new personal link for who looks: this device goes on with it. */
  async renewLink(): Outcome {
    return this.info ? this.#after(renewLink(this.id, this.info.me.id)) : 'offline'
  }

  command(session: SessionId, command: Command): Outcome {
    return this.#after(api.sessionCommand(session, command))
  }

  /** Something about the series as a whole. */
  async say(command: SeriesCommand): Outcome {
    const answer = await this.series.command(command)
    return answer.ok ? null : answer.refusal
  }

  get circle(): Circle {
    return {
      network: this.id,
      me: this.info?.me.id ?? null,
      organisations: this.info?.organisations ?? [],
      command: (command) => this.commandAboutPeople(command),
      erase: (id) => this.erasePerson(id),
      closeDevices: (id) => this.#after(closeDevices(this.id, id)),
    }
  }

  /** People belong to the network; a command about them goes by way of any session. */
  commandAboutPeople(command: Command): Outcome {
    const [any] = this.sessions
    return any ? this.command(any.id, command) : Promise.resolve('session-unknown')
  }

  async #after(answer: Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }>): Outcome {
    const done = await answer
    if (!done.ok) return done.refusal
    await this.load()
    return null
  }
}
