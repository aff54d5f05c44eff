import { request, type Answer } from './http.ts'

/** A call for a file: its text as it came. */
export async function callForText(path: string): Promise<Answer<string>> {
  const answer = await request('GET', path)
  return answer.ok ? { ok: true, value: await answer.value.text() } : answer
}

/** A file to be saved, and the name that the server gives it. */
export interface SavedFile {
  readonly content: Blob
  readonly name: string
}

/** A call for a file that is no text. */
export async function callForFile(path: string): Promise<Answer<SavedFile>> {
  const answer = await request('GET', path)
  if (!answer.ok) return answer
  const [, name = ''] = /filename="([^"]+)"/.exec(answer.value.headers.get('content-disposition') ?? '') ?? []
  try {
    return { ok: true, value: { content: await answer.value.blob(), name } }
  } catch {
    // It broke off in the middle.
    return { ok: false, refusal: 'offline' }
  }
}
