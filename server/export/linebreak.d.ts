// The library brings no types: what of it is used.
declare module 'linebreak' {
  interface Break {
    /** Index in the text of what comes after it. */
    readonly position: number
    readonly required: boolean
  }
  export default class LineBreaker {
    constructor(text: string)
    nextBreak(): Break | null
  }
}
