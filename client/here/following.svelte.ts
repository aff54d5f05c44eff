import { untrack } from 'svelte'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Here, View } from '../../shared/model/network.ts'

/** What a screen can do when everyone is brought somewhere. */
export interface Stand<Place> {
  /** Whether there is something to go to on this screen now; asked again when what it reads changes. */
  readonly reaches: (view: View) => boolean
  /** Whether this person is in the middle of something: who types or drags is never taken away from it. */
  readonly isBusy: () => boolean
  readonly where: () => Place
  readonly go: (view: View) => void | Promise<void>
  readonly back: (place: Place) => void
  /** It is over, and this person came along: a next step begins. */
  readonly over?: () => void
}

/** `asked`: there is somewhere to go to. `along`: this person went, and can go back. */
export type Along = 'free' | 'asked' | 'along'

/** Which bringing this person has left, so that a reload does not take them there again. It goes with the tab. */
const keyOf = (session: SessionId): string => `bijeen.left.${session}`

/** One person who is brought where the facilitator is, and may go their own way. */
export class Following<Place> {
  along = $state<Along>('free')
  view = $state.raw<View | null>(null)
  readonly #stand: Stand<Place>
  readonly #key: string
  #answered: number | null
  #from: Place | null = null
  /** Where the last bringing ended, to tell whether this person has gone on by themselves since. */
  #arrived = ''

  constructor(session: SessionId, stand: Stand<Place>) {
    this.#stand = stand
    this.#key = keyOf(session)
    this.#answered = Number(sessionStorage.getItem(this.#key)) || null
  }

  /** To be called in an effect, with what the state says. */
  heard(here: Here | null): void {
    if (here?.at === this.#answered) return
    const reaches = here !== null && this.#stand.reaches(here.view)
    untrack(() => {
      this.#answered = reaches ? here.at : this.#answered
      if (here === null && this.along === 'along') this.#stand.over?.()
      if (!reaches) this.#end()
      else if (this.#stand.isBusy()) {
        this.view = here.view
        this.along = 'asked'
      } else void this.#go(here.view)
    })
  }

  goAlong(): void {
    if (this.view) void this.#go(this.view)
  }

  /** Back to where one was before the first bringing that one followed. */
  goBack(): void {
    if (this.#from !== null) this.#stand.back(this.#from)
    this.leave()
  }

  /** Nothing more is said of it; the next bringing brings again. */
  leave(): void {
    this.#end()
    if (this.#answered !== null) sessionStorage.setItem(this.#key, String(this.#answered))
  }

  #end(): void {
    this.along = 'free'
    this.#from = null
  }

  async #go(view: View): Promise<void> {
    const stayed = this.#from !== null && JSON.stringify(this.#stand.where()) === this.#arrived
    if (!stayed) this.#from = this.#stand.where()
    this.view = view
    this.along = 'along'
    await this.#stand.go(view)
    this.#arrived = JSON.stringify(this.#stand.where())
  }
}
