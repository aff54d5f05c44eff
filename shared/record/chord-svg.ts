import type { OrganisationLook } from '../model/organisation-look.ts'
import type { Colour } from '../model/theme.ts'
import { CHORD_BOX, type Chord } from './chord.ts'
import { escaped } from './escaped.ts'

/** Paper and edge of the light scheme (`tokens.css`): the picture is for paper, and stands alone. */
const COLOURS: Record<Colour, { readonly paper: string; readonly edge: string }> = {
  honing: { paper: '#ffe58a', edge: '#8f6000' },
  klaproos: { paper: '#ffb08c', edge: '#a33318' },
  heide: { paper: '#f1cfdb', edge: '#a3357f' },
  lavendel: { paper: '#cdcaff', edge: '#5f3fb0' },
  korenbloem: { paper: '#97c1fb', edge: '#0f4f96' },
  munt: { paper: '#b2f1ee', edge: '#006c70' },
  klaver: { paper: '#e3f6c4', edge: '#3d7416' },
  leem: { paper: '#c6c5bd', edge: '#4f4e47' },
}
/** What comes from the group as a whole. */
const OF_ALL = { paper: '#e9eee6', edge: '#48605a' }
const INK = '#14302a'
const TEXT = "'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', 'Segoe UI', system-ui, sans-serif"
const HEAD = "'Bricolage Grotesque', 'Segoe UI', system-ui, sans-serif"

const LINE = 30
/** Names this long stand two beside each other. */
const HALF_A_LINE = 28
const WHOLE_LINE = 62

export interface DrawnChord {
  readonly alt: string
  readonly chord: Chord
  /** By organisation, in their order. */
  readonly looks: ReadonlyMap<string, OrganisationLook>
}

interface Also {
  /** Above it, in a file that is seen by itself. */
  readonly title?: string
}

/** The picture with the names to its letters, as SVG that loads nothing. */
export function chordSvg({ alt, chord, looks }: DrawnChord, { title }: Also = {}): string {
  const shown = chord.arcs.flatMap(({ organisation }) => looks.get(organisation) ?? [])
  const columns = shown.every(({ name }) => name.length <= HALF_A_LINE) ? 2 : 1
  const top = title === undefined ? 0 : 56
  const names = top + CHORD_BOX + 24
  const height = names + Math.ceil(shown.length / columns) * LINE
  const lookOf = (id: string | null) => COLOURS[looks.get(id ?? '')?.colour ?? 'leem']
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CHORD_BOX} ${height}" width="${CHORD_BOX}" height="${height}" role="img" aria-label="${escaped(alt)}">`,
    `<rect width="${CHORD_BOX}" height="${height}" fill="#ffffff"/>`,
    ...(title === undefined
      ? []
      : [
          `<text x="24" y="44" font-family="${HEAD}" font-size="26" font-weight="680" fill="${INK}">${escaped(clipped(title, 46))}</text>`,
        ]),
    `<g transform="translate(0 ${top})">`,
    ...chord.ribbons.flatMap(({ strands }) =>
      strands.map(({ from, path }) => {
        const { paper, edge } = from === null ? OF_ALL : lookOf(from)
        return `<path d="${path}" fill="${paper}" stroke="${edge}" stroke-width="1.4" stroke-linejoin="round"/>`
      }),
    ),
    ...chord.arcs.flatMap(({ organisation, path, tag }) => {
      const { edge } = lookOf(organisation)
      return [
        `<path d="${path}" fill="${edge}"/>`,
        letter(looks.get(organisation)?.mark ?? '', edge, tag.x, tag.y, tag.r),
      ]
    }),
    '</g>',
    ...shown.flatMap(({ name, mark, colour }, i) => {
      const x = 24 + (i % columns) * (CHORD_BOX / 2)
      const y = names + Math.floor(i / columns) * LINE
      return [
        letter(mark, COLOURS[colour].edge, x + 11, y, 11),
        `<text x="${x + 32}" y="${y + 5}" font-family="${TEXT}" font-size="16" fill="${INK}">${escaped(clipped(name, WHOLE_LINE))}</text>`,
      ]
    }),
    '</svg>',
  ]
  return parts.join('\n')
}

function letter(mark: string, edge: string, x: number, y: number, r: number): string {
  const size = Math.round((r * (mark.length > 1 ? 15 : 20)) / 22)
  return (
    `<circle cx="${x}" cy="${y}" r="${r}" fill="#ffffff" stroke="${edge}" stroke-width="2"/>` +
    `<text x="${x}" y="${y + size * 0.35}" text-anchor="middle" font-family="${HEAD}" font-size="${size}" font-weight="700" fill="${INK}">${escaped(mark)}</text>`
  )
}

const clipped = (text: string, most: number): string => {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
