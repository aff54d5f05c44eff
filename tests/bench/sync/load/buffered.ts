import { CONTESTANTS } from '../contestants.ts'
import type { Target } from '../job.ts'

/** What a server says that it holds for slow readers, in bytes; null when it does not say. */
export async function bufferedIn({ name, port }: Target): Promise<number | null> {
  const path = CONTESTANTS[name].protocol === 'bijeen' ? '/metrics' : '/buffered'
  const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
  if (!answer?.ok) return null
  const said = await answer.text()
  if (path === '/buffered') return Number.isFinite(Number(said)) ? Number(said) : null
  return bufferedMetric(said)
}

/** The metric of buffered bytes among the Prometheus text; null when there is none. */
export function bufferedMetric(text: string): number | null {
  const found = [...text.matchAll(/^\w*buffered\w*(?:\{[^}]*\})? (\d+(?:\.\d+)?(?:e\+?\d+)?)$/gim)]
  return found.length > 0 ? Math.max(...found.map(([, value]) => Number(value))) : null
}
