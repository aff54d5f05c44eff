// A file of words, divided and compiled for the page: see `vite.words.ts`.
declare module '*?first' {
  const words: object
  export default words
}
declare module '*?other' {
  const words: object
  export default words
}
