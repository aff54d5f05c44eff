/** The same name as in `public/sw.js`. */
const KEPT = 'bijeen-page-1'

/**
 * Keeps the page itself on the device, so that it opens without a network. Only where the browser allows it: over https,
 * or on the machine that serves it. What was loaded before the service worker took over is kept from here.
 */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/sw.js')
  await navigator.serviceWorker.ready
  const cache = await caches.open(KEPT)
  const tried = new Set<string>()
  const keep = async ({ name }: PerformanceEntry) => {
    const { origin, pathname } = new URL(name)
    // The request below is seen here too.
    if (tried.has(name) || origin !== location.origin || !/^\/(assets|fonts)\//.test(pathname)) return
    tried.add(name)
    if (!(await cache.match(name))) await cache.add(name)
  }
  new PerformanceObserver((seen) => {
    for (const entry of seen.getEntries()) keep(entry).catch(() => undefined)
  }).observe({ type: 'resource', buffered: true })
}
