import type { NoteId, ThemeId } from '../../shared/model/ids.ts'
import type { CommitmentInfo } from '../../shared/wire/series.ts'

interface Menu {
  /** Where it hangs, in pixels of the window. */
  readonly at: { readonly x: number; readonly y: number }
  readonly label: string
  /** Puts the reader into a field of the paper, once it is there. */
  readonly wentTo?: (key: string) => void
}

export interface CommitmentAsked extends Menu {
  readonly kind: 'commitment'
  readonly info: CommitmentInfo
}

/** The menu that is open on the paper. */
export type Asked =
  | (Menu & { readonly kind: 'note'; readonly note: NoteId })
  /** `shown`: the themes of the same part, in their order. */
  | (Menu & { readonly kind: 'theme'; readonly theme: ThemeId; readonly shown: readonly ThemeId[] })
  | CommitmentAsked

/** Below the button that was pressed. */
export function below(button: Element): Menu['at'] {
  const { left, bottom } = button.getBoundingClientRect()
  return { x: left, y: bottom + 4 }
}
