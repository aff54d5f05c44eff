/** The same name as in `public/sw.js`. */
const KEPT = 'bijeen-page-1'

/**
 * Keeps the page itself on the device, so that it opens without a network. Only where the browser allows it: over https,
 * or on the machine that serves it. What was loaded before the service worker stood ready is kept from here.
 */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/sw.js')
  await navigator.serviceWorker.ready
  const cache = await caches.open(KEPT)
  const loaded = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
  const parts = loaded.filter((url) => url.origin === location.origin && /^\/(assets|fonts)\//.test(url.pathname))
  for (const { href } of parts) if (!(await cache.match(href))) await cache.add(href)
}
