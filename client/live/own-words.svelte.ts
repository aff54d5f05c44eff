import type { SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { keepDrafts, keepReturned, keptDrafts, keptReturned } from '../net/device.ts'
import type { NotDone, Returned, Undone } from './replay.ts'

/** What the board did not take, with who wrote it: on this device, until its writer decides. */
export class OwnWords {
  returned = $state.raw<readonly Returned[]>([])
  drafts = $state.raw<readonly string[]>([])
  /** What was not done and has no words: to be told once. */
  notDone = $state.raw<readonly NotDone[]>([])
  readonly #session: SessionId | null

  /** @param session null where nothing is kept. */
  constructor(session: SessionId | null) {
    this.#session = session
    if (!session) return
    this.returned = keptReturned<Returned>(session)
    this.drafts = keptDrafts(session)
  }

  /** Words come back as cards, the newest of each note alone. */
  take(undone: readonly Undone[]): void {
    const back = undone.flatMap((one) => ('text' in one ? [one] : []))
    const told = undone.flatMap((one) => ('text' in one ? [] : [one]))
    if (told.length > 0) this.notDone = [...this.notDone, ...told]
    if (back.length === 0) return
    this.#setReturned([...this.returned.filter(({ id }) => !back.some((one) => one.id === id)), ...back])
  }

  /** What was written here cannot go where it was to go, and stays where it is. */
  tell(refusal: Refusal): void {
    this.notDone = [...this.notDone, { what: 'publish', refusal }]
  }

  told(): void {
    this.notDone = []
  }

  drop(returned: Returned): void {
    this.#setReturned(this.returned.filter((one) => one !== returned))
  }

  toDraft(returned: Returned): void {
    this.keep(returned.text)
    this.drop(returned)
  }

  /** Words with no place to go stay on this device. */
  keep(text: string): void {
    if (!this.drafts.includes(text)) this.#setDrafts([...this.drafts, text])
  }

  dropDraft(text: string): void {
    this.#setDrafts(this.drafts.filter((draft) => draft !== text))
  }

  forget(): void {
    this.#setDrafts([])
    this.#setReturned([])
    this.notDone = []
  }

  #setReturned(returned: readonly Returned[]): void {
    this.returned = returned
    if (this.#session) keepReturned(this.#session, returned)
  }

  #setDrafts(texts: readonly string[]): void {
    this.drafts = texts
    if (this.#session) keepDrafts(this.#session, texts)
  }
}
