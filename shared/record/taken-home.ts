import { looksOf } from '../model/organisation-look.ts'
import { chordOf, type Idea } from './chord.ts'
import type { Picture } from './document.ts'
import type { Telling } from './telling.ts'
import { joined, wayNames, type Way } from './ways.ts'

interface Taken extends Idea {
  readonly what: string
  /** The idea's own line shows the same arrow. */
  readonly isTold: boolean
}

/** Who takes what from whom in this session, as a picture and a table. Nothing when no idea goes to anyone. */
export function takenHomePicture(telling: Telling): Picture[] {
  const { record, t, and } = telling
  const ways = waysOf(telling)
  const { organisations } = record.network
  const chord = chordOf(
    organisations.map(({ id }) => id),
    ways,
  )
  if (chord.ribbons.length === 0) return []
  const rowOf = (way: Taken): string[] => {
    const { from, to } = wayNames(telling, way)
    return [from.length === 0 ? t('map.group') : and(from), and(to), way.what]
  }
  const untold = ways.filter(({ isTold }) => !isTold).map(rowOf)
  return [
    {
      kind: 'picture',
      alt: t('map.alt', { count: chord.ribbons.length }),
      chord,
      looks: looksOf(organisations),
      columns: [t('map.from'), t('map.to'), t('map.what')],
      rows: ways.map(rowOf),
      untold,
      isTold: untold.length === 0,
    },
  ]
}

/**
 * What a note says of it, and what was decided at home: once a note and taker. A stack is one idea; so is what was taken from
 * no note of this record, in the words of who takes it.
 */
function waysOf({ record, topOf, wayOf, beneath, tops, partOf, names }: Telling): Taken[] {
  const takenHome = new Map<string, (typeof record.takeHomes)[number][]>()
  const notes = new Map(record.notes.map((note) => [note.id, note]))
  const others: Taken[] = []
  for (const one of record.takeHomes) {
    const note = one.note ? notes.get(one.note) : undefined
    const top = note && topOf(note).id
    if (top !== undefined) takenHome.set(top, [...(takenHome.get(top) ?? []), one])
    else if (one.what !== undefined) others.push({ id: one.id, what: one.what, isTold: false, ...joined([one]) })
  }
  const fromNotes = tops.map((top): Taken => {
    const said = [top, ...beneath(top)].flatMap((note) => wayOf(note) ?? [])
    const way = joined([...said, ...(takenHome.get(top.id) ?? [])])
    const isTold = partOf(top) === 'crossPollination' && isSame(joined(said), way)
    return { id: top.id, what: top.text, isTold, ...way }
  })
  return [...fromNotes, ...others].filter(({ to }) => names(to).length > 0)
}

const isSame = (one: Way, other: Way): boolean =>
  one.from.length === other.from.length && one.to.length === other.to.length
