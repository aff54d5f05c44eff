// The pages of a network but the first: each is loaded when it is opened.
export const loadPart = {
  expectations: () => import('./Expectations.svelte'),
  matrix: () => import('./Matrix.svelte'),
  map: () => import('./TakenHome.svelte'),
  records: () => import('./Records.svelte'),
  organisation: () => import('./OurPage.svelte'),
  search: () => import('./Search.svelte'),
  privacy: () => import('./Privacy.svelte'),
} as const
