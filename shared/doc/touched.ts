import * as Y from 'yjs'

/** The keys of a root collection whose value changed in a transaction, at whatever depth. */
export function touchedIn<T>(root: Y.Map<T>, transaction: Y.Transaction): Set<string> {
  const ids = new Set<string>()
  for (const [type, keys] of transaction.changed) {
    if ((type as unknown) === root) for (const key of keys) if (key !== null) ids.add(key)
    const id = keyUnder(root, type._item)
    if (id !== null) ids.add(id)
  }
  return ids
}

/** Whether a transaction took words away: a note, a theme, or a part of a text. A former place holds none. */
export function tookWords({ deleteSet, changed }: Y.Transaction): boolean {
  if (deleteSet.clients.size === 0) return false
  for (const type of changed.keys()) if (type instanceof Y.Text || type._item === null) return true
  return false
}

/** The key under `root` that leads to an item, or null when it lies elsewhere or is deleted. */
function keyUnder(root: unknown, item: Y.Item | null): string | null {
  for (let current = item; current; current = parentItem(current)) {
    if (current.parent === root) return current.parentSub
  }
  return null
}

const parentItem = (item: Y.Item): Y.Item | null => (item.parent instanceof Y.AbstractType ? item.parent._item : null)
