import type { Board } from '../../shared/model/board.ts'
import type { Colour } from '../../shared/model/theme.ts'
import { targetsOf, type DotsOn, type Target, type VoteAbout } from '../../shared/model/vote.ts'
import { zoneColour } from '../../shared/model/zone.ts'

/** One theme or note as it stands in a list to vote on. */
export interface Choice {
  readonly target: Target
  /** A theme's title, or a note's text. */
  readonly title: string
  readonly colour: Colour
  /** Of a theme: its notes. Of a note: how many say it. */
  readonly notes: number
  /** Of a note: the theme or zone in which it lies. */
  readonly where: string | null
}

/** What can be voted on, in the order of the board. */
export function choicesOf(board: Board, about: VoteAbout): Choice[] {
  const targets = targetsOf(board, about)
  const counts = new Map<Target, number>()
  for (const note of board.notes.values()) {
    const { theme, zone } = note.place
    const isHere = about.zone === null ? board.zones.get(zone)?.hidden === false : zone === about.zone
    const target = about.on === 'notes' ? targets.of(note.id) : isHere ? theme : null
    if (target !== null) counts.set(target, (counts.get(target) ?? 0) + 1)
  }
  return targets.inOrder.flatMap((target) => {
    const choice = about.on === 'themes' ? themeChoice(board, target) : noteChoice(board, target)
    return choice ? [{ ...choice, target, notes: counts.get(target) ?? 0 }] : []
  })
}

type Words = Omit<Choice, 'target' | 'notes'>

function themeChoice(board: Board, target: Target): Words | null {
  const theme = board.themes.get(target as never)
  return theme ? { title: theme.title, colour: theme.colour, where: null } : null
}

function noteChoice(board: Board, target: Target): Words | null {
  const note = board.notes.get(target as never)
  if (!note) return null
  const zone = board.zones.get(note.place.zone)
  const theme = note.place.theme === null ? undefined : board.themes.get(note.place.theme)
  return { title: note.text, colour: zone ? zoneColour(zone) : 'munt', where: theme?.title || (zone?.title ?? null) }
}

export interface Ranked extends Choice {
  readonly dots: number
}

/** A result in words; what is gone from the board meanwhile is not in it. */
export function rankedOf(board: Board, about: VoteAbout, result: readonly DotsOn[]): Ranked[] {
  const choices = new Map(choicesOf(board, about).map((choice) => [choice.target, choice]))
  return result.flatMap(({ target, dots }) => {
    const choice = choices.get(target)
    return choice ? [{ ...choice, dots }] : []
  })
}
