/** A sentence that goes by itself, with at most one thing to do about it. */
export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

export interface Toast {
  readonly id: number
  readonly text: string
  readonly action: ToastAction | undefined
}

/** Long enough to read a sentence and reach for its button. */
const STAYS_MS = 6_000
const WITH_ACTION_MS = 10_000
const AT_MOST = 3

let last = 0
let shown = $state.raw<readonly Toast[]>([])

export const toasts = (): readonly Toast[] => shown

/** Shows a sentence for some seconds. Returns what takes it away sooner. */
export function toast(text: string, action?: ToastAction): () => void {
  const id = ++last
  const close = () => dropToast(id)
  shown = [...shown.filter((one) => one.text !== text || action !== undefined), { id, text, action }].slice(-AT_MOST)
  setTimeout(close, action ? WITH_ACTION_MS : STAYS_MS)
  return close
}

export function dropToast(id: number): void {
  shown = shown.filter((one) => one.id !== id)
}
