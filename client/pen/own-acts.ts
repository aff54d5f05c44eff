import type { NoteId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { goesThroughPad } from '../../shared/model/rights.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { WriteAt } from '../live/board.svelte.ts'
import type { OwnNote } from '../live/pad.svelte.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'

/**
 * What this person does to their own notes, wherever they lie: on the board, there without a name, or in the pad. Acts are
 * counted: an undo of the last one is only right while it is the last.
 */
export class OwnActs {
  readonly #session: LiveSession
  #done = 0

  constructor(session: LiveSession) {
    this.#session = session
  }

  /**
   * Null when there was nothing to write, or too much; or when the pad is still coming over the line: then `again` is called
   * when it is there.
   */
  write(text: string, at: WriteAt, again?: () => void): NoteId | null {
    const { board, pad, actor } = this.#session
    // Who has no device has no pad.
    const isDraft = !at.behalf && goesThroughPad(actor.step, at.zone)
    if (isDraft && !pad?.isOpen) {
      void this.#session.openPad().then((isOpen) => (isOpen ? again?.() : toast(t('app.notLoaded'))))
      return null
    }
    const id = isDraft && pad ? pad.write(text, at) : board.write(text, at)
    if (id !== null) this.#done++
    return id
  }

  /** `lost` gets the words back when they could not be written. */
  rewrite({ id, lies }: OwnNote, text: string, lost: (text: string) => void): void {
    this.#done++
    const { board, pad } = this.#session
    if (lies === 'named') board.rewrite(id, text)
    else if (lies === 'draft') pad?.board.rewrite(id, text)
    else void this.#change(id, text).then((done) => done || lost(text))
  }

  /** Takes a note back, and offers to undo that. */
  withdraw(own: OwnNote): void {
    const { id, lies } = own
    if (lies === 'unnamed') void this.#change(id, null).then((done) => done && this.#withdrawn(own))
    else {
      const from = lies === 'draft' ? this.#session.pad?.board : this.#session.board
      from?.withdraw([id])
      this.#withdrawn(own, () => from?.undo())
    }
  }

  /** Puts a draft on the board that stayed behind in the pad. */
  publish({ id }: OwnNote): void {
    void this.#session.pad?.publish(id).then((refusal) => this.#say(refusal))
  }

  #withdrawn({ id, note }: OwnNote, undo: () => void = () => undefined): void {
    const act = ++this.#done
    // When the session is over nothing comes back.
    if (this.#session.actor.closed) return void toast(t('pen.withdrawn'))
    toast(t('pen.withdrawn'), {
      label: t('pen.undo'),
      run: () => {
        if (this.#session.actor.closed) return void toast(t('refused.sessionEnded'))
        if (this.#done === act) undo()
        // After another act, or when the board was loaded anew, the same words are written again.
        const { board, pad } = this.#session
        if (!board.now.notes.has(id) && !pad?.board.now.notes.has(id))
          this.write(note.text, { ...note.place, theme: null, kind: note.meta.kind })
        this.#done++
      },
    })
  }

  async #change(id: NoteId, text: string | null): Promise<boolean> {
    const { pad } = this.#session
    const refusal = pad ? await pad.change(id, text) : 'offline'
    this.#say(refusal)
    return refusal === null
  }

  #say(refusal: Refusal | null): void {
    if (refusal) toast(t(refusalText[refusal]))
  }
}
