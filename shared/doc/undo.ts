import * as Y from 'yjs'
import { OWN_WRITE } from './commands.ts'
import type { BoardRoots } from './layout.ts'

/** Takes back what was written on this device, one act at a time, and nothing of anyone else's. */
export function ownUndo({ notes, themes }: BoardRoots): Y.UndoManager {
  return new Y.UndoManager([notes, themes], {
    trackedOrigins: new Set([OWN_WRITE]),
    captureTimeout: 0,
    // A former place comes back as a new value, behind which the present one goes by itself. Where someone else wrote in
    // between nothing comes back, and to delete the present one all the same would leave a note without a place.
    deleteFilter: (item) => item.parentSub === null || isEntry(item),
  })
}

/** A whole note or theme, right under a root. */
const isEntry = (item: Y.Item): boolean => item.parent instanceof Y.AbstractType && item.parent._item === null
