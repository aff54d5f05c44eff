import type { OrganisationId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Organisation } from '../../shared/model/network.ts'
import type { Person } from '../../shared/wire/state.ts'

/** The organisations that are here while no note bears their name. A note without a name counts for none. */
export function notHeard(
  organisations: readonly Organisation[],
  people: readonly Pick<Person, 'organisation' | 'role' | 'waiting'>[],
  notes: Iterable<Pick<Note, 'meta'>>,
): Organisation[] {
  const silent = new Set<OrganisationId>()
  for (const { organisation, role, waiting } of people)
    if (organisation !== null && role === 'member' && !waiting) silent.add(organisation)
  for (const { meta } of notes) if (meta.organisation !== null) silent.delete(meta.organisation)
  return organisations.filter(({ id }) => silent.has(id))
}
