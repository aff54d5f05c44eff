import { REFUSALS, type Refusal } from '../../shared/model/refusal.ts'
import type { Problem } from '../../shared/wire/http.ts'

export type Uploaded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal; readonly detail?: string | undefined }

/**
 * A call with a body that may take a while on its way: `sent` hears which part of it, from 0 to 1, is gone. What the server
 * refuses is a value, with its sentence for programs; so is a missing network.
 */
export function upload<T>(path: string, type: string, body: Blob, sent: (part: number) => void): Promise<Uploaded<T>> {
  return new Promise((done) => {
    // Of the two ways to call, only this one tells how far a body has gone.
    const call = new XMLHttpRequest()
    call.open('POST', path)
    call.setRequestHeader('content-type', type)
    call.setRequestHeader('accept', 'application/json')
    call.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 1)
    call.upload.onload = () => sent(1)
    call.onerror = () => done({ ok: false, refusal: 'offline' })
    call.onload = () => {
      const answer = parsed(call.responseText)
      if (call.status === 200) return done({ ok: true, value: answer as T })
      const { code, detail } = (answer ?? {}) as Partial<Problem>
      done({ ok: false, refusal: code && REFUSALS.includes(code) ? code : 'internal', detail })
    }
    call.send(body)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
