import type { Refusal } from '../../shared/model/refusal.ts'
import { REFUSALS } from '../../shared/model/refusal.ts'

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

const isRefusal = (value: unknown): value is Refusal => REFUSALS.includes(value as Refusal)

/**
 * One HTTP call with the cookie of this device, and a key where one is asked for. An expected refusal is a value, and so
 * is a missing network: `offline`.
 */
export async function call<T>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>> {
  const answer = await request(method, path, body, key)
  if (!answer.ok) return answer
  const text = await answer.value.text()
  return { ok: true, value: (text ? JSON.parse(text) : null) as T }
}

/** The same, with the answer as it came. */
export async function request(method: string, path: string, body?: unknown, key?: string): Promise<Answer<Response>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key && { authorization: `Bearer ${key}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (response.ok) return { ok: true, value: response }
    const problem = (await response.json().catch(() => null)) as { code?: unknown } | null
    return { ok: false, refusal: isRefusal(problem?.code) ? problem.code : 'internal' }
  } catch {
    return { ok: false, refusal: 'offline' }
  }
}
