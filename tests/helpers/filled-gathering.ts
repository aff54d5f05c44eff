import texts from '../../server/demo/session-notes.json' with { type: 'json' }
import { makeTheme, writeNote, type NewTheme } from '../../shared/doc/commands.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { openBoard, type Who } from './full-board.ts'
import { gather, writerOf, type Gathering } from './gathering.ts'

/** The people who wrote the notes of a filled gathering, with the organisation of each. */
export const WRITERS = [
  { name: 'Voornaam Familienaam', organisation: 'Organisatie Noord' },
  { name: 'Roepnaam Achternaam', organisation: 'Organisatie Zuid' },
] as const
export const THEMES = ['Onthaal en sfeer', 'Bereik en toeleiding'] as const
const COLOURS = ['klaproos', 'heide'] as const

/**
 * A gathering with `count` real notes in the zone of cross-pollination by two named people, the first four of them in
 * two themes.
 */
export async function gatherFilled(url: string, count: number): Promise<Gathering & { texts: readonly string[] }> {
  const gathering = await gather(url, { organisations: WRITERS.map((one) => one.organisation) })
  const zone = gathering.zone('crossPollination').id
  const notes: NoteId[] = []
  const written = texts.slice(0, count).map((note) => note.text)
  for (const [turn, fields] of WRITERS.entries()) {
    const who = writerOf(await gathering.joins(fields))
    const writer = await openBoard(url, gathering.session.id, who)
    writer.board.change(() => {
      for (const [i, text] of written.entries()) {
        if (i % WRITERS.length !== turn) continue
        const at = { zone, x: (i % 6) * 232, y: Math.floor(i / 6) * 150 }
        notes.push(writeNote(writer.board, writerFor(who), { text, ...at }, 1_000 + i))
      }
    })
    await writer.saved()
    writer.leave()
  }
  const { board, saved, leave } = await gathering.board()
  for (const [i, title] of THEMES.entries()) {
    const theme: NewTheme = { title, zone, colour: COLOURS[i] ?? 'munt', status: 'theme' }
    makeTheme(board, writerFor(gathering.who), theme, 2_000 + i, notes.slice(i * 2, i * 2 + 2))
  }
  await saved()
  leave()
  return { ...gathering, texts: written }
}

const writerFor = ({ participant, organisation }: Who) => ({ author: participant, organisation })
