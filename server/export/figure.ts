import { Resvg } from '@resvg/resvg-js'
import { chordSvg, type DrawnChord } from '../../shared/record/chord-svg.ts'
import { fontPath } from './fonts.ts'

/** Sharp on paper at two thirds of a page. */
const PIXELS = 1320

export interface Figure {
  /** PNG. */
  readonly data: Buffer
  /** Height by width. */
  readonly ratio: number
}

/** Who took what from whom, as a picture for paper. */
export function chordFigure(drawn: DrawnChord): Figure {
  const fonts = (['text', 'strong', 'heading', 'wide', 'emoji'] as const).map(fontPath)
  const image = new Resvg(chordSvg(drawn), {
    fitTo: { mode: 'width', value: PIXELS },
    font: { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'Atkinson Hyperlegible Next' },
  }).render()
  return { data: image.asPng(), ratio: image.height / image.width }
}
