import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import { newNoteId, newOrganisationId, newParticipantId, type ZoneId } from '../../../../shared/model/ids.ts'
import { craft, type CraftedStruct, type Id } from '../../../helpers/crafted-update.ts'

// Updates that nobody may send, each about another note.

export const HOSTILE = [
  'types in the note of another',
  'moves the note of another',
  'deletes the note of another',
  'writes as somebody else',
  'refers to what is not there',
  'leaves a gap',
  'deletes what nobody wrote',
  'is not an update',
] as const
export type Hostile = (typeof HOSTILE)[number]

/** A Yjs client that is nobody's. */
const CLIENT = 4_000_000_000

interface Target {
  readonly note: Id
  readonly place: Id
  readonly text: Id
}

export function hostileUpdates(doc: Y.Doc, kind: Hostile, count: number, zone: ZoneId): Uint8Array[] {
  const targets = targetsIn(doc)
  return Array.from({ length: count }, (_, n) => {
    const target = targets[n % targets.length]
    if (!target) throw new Error('the board is empty')
    return hostileUpdate(kind, target, n, zone)
  })
}

function hostileUpdate(kind: Hostile, { note, place, text }: Target, n: number, zone: ZoneId): Uint8Array {
  const writes = (...structs: CraftedStruct[]) => craft([{ client: CLIENT, clock: 0, structs }])
  const deletes = ([client, clock]: Id) => craft([], [{ client, ranges: [[clock, 1]] }])
  switch (kind) {
    case 'types in the note of another':
      return writes({ after: text, content: { text: `${n}` } })
    case 'moves the note of another':
      return writes({ after: place, content: { any: [zone, null, 'a0', n, n, null] } })
    case 'deletes the note of another':
      return deletes(note)
    case 'writes as somebody else': {
      const meta = [newParticipantId(), newOrganisationId(), 1_000, 'idea', null]
      return writes(
        { parent: 'notes', key: newNoteId(), content: { type: 'map' } },
        { parent: [CLIENT, 0], key: 'meta', content: { any: meta } },
        { parent: [CLIENT, 0], key: 'place', content: { any: [zone, null, 'a0', n, n, null] } },
        { parent: [CLIENT, 0], key: 'text', content: { type: 'text' } },
        { parent: [CLIENT, 3], content: { text: 'x' } },
      )
    }
    case 'refers to what is not there':
      return writes({ after: [CLIENT + 1, n], content: { text: 'x' } })
    case 'leaves a gap':
      return craft([{ client: CLIENT, clock: n + 1, structs: [{ after: text, content: { text: 'x' } }] }])
    case 'deletes what nobody wrote':
      return deletes([CLIENT + 1, n])
    case 'is not an update':
      return randomBytes(60)
  }
}

function targetsIn(doc: Y.Doc): Target[] {
  const targets: Target[] = []
  for (const note of doc.getMap('notes').values()) {
    if (!(note instanceof Y.Map)) continue
    const text = note.get('text')
    const items = { note: note._item, place: note._map.get('place'), text: text instanceof Y.Text ? text._start : null }
    const { note: own, place, text: words } = items
    if (own && place && words) targets.push({ note: idOf(own), place: idOf(place), text: idOf(words) })
  }
  return targets
}

const idOf = ({ id }: Y.Item): Id => [id.client, id.clock]
