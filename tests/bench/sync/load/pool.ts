/** Does something for each of many, so many at a time. */
export async function pool<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of rest) await act(item)
    }),
  )
}
