import type { Colour } from '../model/theme.ts'

// The look of the board by day, for a picture that knows no style sheet: the colours of client/styles/tokens.css.

export const INK = '#14302a'
export const INK_2 = '#48605a'
export const CANVAS = '#e4eae1'
export const ZONE = '#f3f6f0'
export const SURFACE = '#ffffff'
export const RULE = '#d2dbd0'
export const HEAD_FONT = "'Bricolage Grotesque', 'Segoe UI', system-ui, sans-serif"
export const TEXT_FONT = "'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', 'Segoe UI', system-ui, sans-serif"

interface Look {
  readonly paper: string
  readonly edge: string
  /** What repeats in the band at the top of a note: width of the pattern, and its shapes in the edge's colour. */
  readonly pattern: readonly [width: number, shapes: string]
  /** In a square of ten. */
  readonly shape: string
}

export const LOOKS: Readonly<Record<Colour, Look>> = {
  honing: {
    paper: '#ffe58a',
    edge: '#8f6000',
    pattern: [8, '<path d="M0 0h8v8H0z"/>'],
    shape: '<circle cx="5" cy="5" r="5"/>',
  },
  klaproos: {
    paper: '#ffb08c',
    edge: '#a33318',
    pattern: [12, '<path d="M0 8L8 0h5L5 8zM-12 8L-4 0h5L-7 8z"/>'],
    shape: '<path d="M5 .2L10 9.6H0z"/>',
  },
  heide: {
    paper: '#f1cfdb',
    edge: '#a3357f',
    pattern: [10, '<circle cx="5" cy="4" r="2.8"/>'],
    shape: '<path d="M5 0l5 5-5 5-5-5z"/>',
  },
  lavendel: {
    paper: '#cdcaff',
    edge: '#5f3fb0',
    pattern: [8, '<path d="M0 0h3v8H0z"/>'],
    shape: '<rect x=".6" y=".6" width="8.8" height="8.8" rx="2"/>',
  },
  korenbloem: {
    paper: '#97c1fb',
    edge: '#0f4f96',
    pattern: [8, '<path d="M0 0h8v3H0zM0 5h8v3H0z"/>'],
    shape: '<path d="M0 .8h10L5 10z"/>',
  },
  munt: {
    paper: '#b2f1ee',
    edge: '#006c70',
    pattern: [24, '<path d="M0 0h16v8H0z"/>'],
    shape: '<path d="M3.3 0h3.4v3.3H10v3.4H6.7V10H3.3V6.7H0V3.3h3.3z"/>',
  },
  klaver: {
    paper: '#e3f6c4',
    edge: '#3d7416',
    pattern: [12, '<path d="M6 0l6 6v2H0V6z"/>'],
    shape: '<path d="M2.5.5h5L10 5 7.500 9.500h-5L0 5z"/>',
  },
  leem: {
    paper: '#c6c5bd',
    edge: '#4f4e47',
    pattern: [8, '<path d="M4 0h4v4H4zM0 4h4v4H0z"/>'],
    shape: '<path d="M0 3h10v4H0z"/>',
  },
}
