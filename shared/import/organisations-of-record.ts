import { BOUNDS } from '../model/bounds.ts'
import type { OrganisationId } from '../model/ids.ts'
import { foldedName, type Organisation } from '../model/network.ts'
import type { FullRecord } from './record-fields.ts'

export interface OrganisationsOfRecord {
  /** What each of the file that is needed is here. */
  readonly known: ReadonlyMap<string, OrganisationId>
  /** Those that the network's list lacks. */
  readonly added: readonly Organisation[]
  /** How many of the file's list nothing of the session names: they stay where they were. */
  readonly notNeeded: number
}

/**
 * The organisations of a record are those of the network's list with the same id, or else the same name. What is named and
 * is not there is added to the list; null when that would hold too many.
 */
export function organisationsOfRecord(
  record: FullRecord,
  list: readonly Organisation[],
  newId: () => string,
): OrganisationsOfRecord | null {
  const named = namedIn(record)
  const known = new Map<string, OrganisationId>()
  const added: Organisation[] = []
  let notNeeded = 0
  for (const { id, name } of record.network.organisations) {
    const here =
      list.find((one) => one.id === id) ?? [...list, ...added].find((one) => foldedName(one.name) === foldedName(name))
    if (here) known.set(id, here.id)
    else if (!named.has(id)) notNeeded++
    else {
      const made = { id: newId() as OrganisationId, name }
      added.push(made)
      known.set(id, made.id)
    }
  }
  return list.length + added.length > BOUNDS.organisationsPerNetwork ? null : { known, added, notNeeded }
}

function namedIn({ session, zones, notes, marks, takeHomes, commitments, attendance }: FullRecord): Set<string> {
  return new Set([
    ...[session.host, session.secondPresenter].flatMap((one) => one ?? []),
    ...zones.flatMap(({ organisation }) => organisation ?? []),
    ...notes.flatMap(({ organisation }) => organisation ?? []),
    ...marks.flatMap(({ takeHome }) => takeHome),
    ...takeHomes.flatMap(({ from, to }) => [...from, ...to]),
    ...commitments.flatMap(({ who }) => who),
    ...attendance.excused,
  ])
}
