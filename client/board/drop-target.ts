import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'

/** What lies under the pointer while something is dragged, and what letting go would do. */
export type DropTarget =
  | { readonly kind: 'ground'; readonly zone: ZoneId }
  | { readonly kind: 'note'; readonly zone: ZoneId; readonly note: NoteId }
  | {
      readonly kind: 'tray'
      readonly zone: ZoneId
      readonly theme: ThemeId
      /** The note that the dropped ones come before; null for the end. */
      readonly before: NoteId | null
    }

export const sameTarget = (a: DropTarget | null, b: DropTarget | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.kind === b.kind &&
    a.zone === b.zone &&
    (a.kind !== 'tray' || b.kind !== 'tray' || (a.theme === b.theme && a.before === b.before)) &&
    (a.kind !== 'note' || b.kind !== 'note' || a.note === b.note))
