import { router } from './route.svelte.ts'

/** Only what a phone needs first comes with the page; the other screens load when they are opened. */
export const loadScreen = {
  join: () => import('./join/Join.svelte'),
  invite: () => import('./join/Invited.svelte'),
  network: () => import('./network/Network.svelte'),
  session: () => import('./Session.svelte'),
  wall: () => import('./wall/Wall.svelte'),
  record: () => import('./record/Record.svelte'),
  seriesRecord: () => import('./record/SeriesRecord.svelte'),
}

/** The screen of the address comes over the line while the words do. What fails is told when it is to be shown. */
export function beginScreen(): void {
  const { page } = router.current
  if (page !== 'nowhere' && page !== 'home') void loadScreen[page]().catch(() => undefined)
}
