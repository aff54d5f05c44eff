// Who comes from a search goes to what was found. It is said in the address once: after a reload one is where one was.

export interface Found {
  readonly kind: 'note' | 'theme'
  readonly id: string
}

/** What the address asks for, which then asks no more. */
export function takeFound(): Found | null {
  const query = new URLSearchParams(location.search)
  for (const kind of ['note', 'theme'] as const) {
    const id = query.get(kind)
    if (!id) continue
    history.replaceState(null, '', location.pathname)
    return { kind, id }
  }
  return null
}
