import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'

export interface Due {
  /** In ms from the start. */
  readonly at: number
  readonly act: () => void
}

const MOST_IN_A_ROW = 400
const LATEST_MS = 10_000

/** Does everything at its time, or as soon after as can be; gives up on what is left long after the last. */
export async function follow(
  timetable: readonly Due[],
  onProgress: (elapsedMs: number) => void = () => undefined,
): Promise<void> {
  const due = [...timetable].sort((one, other) => one.at - other.at)
  const latest = (due.at(-1)?.at ?? 0) + LATEST_MS
  const start = performance.now()
  for (let next = 0; next < due.length;) {
    const elapsed = performance.now() - start
    if (elapsed > latest) return
    onProgress(elapsed)
    let row = 0
    for (let one = due[next]; one && one.at <= elapsed && row < MOST_IN_A_ROW; one = due[++next]) {
      one.act()
      row++
    }
    await (row === MOST_IN_A_ROW ? turn() : pause(1))
  }
}
