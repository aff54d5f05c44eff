import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What is wrong on a page, or within a part of it, a line an element, in light and in dark. */
export async function wrong(page: Page, more: readonly string[] = [], within = 'html'): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // What was closed while it moved stands still for ever.
    await page.evaluate(() => {
      const isSeen = ({ effect }: Animation) =>
        !(effect instanceof KeyframeEffect && effect.target?.closest('details:not([open])'))
      return Promise.allSettled(
        document
          .getAnimations()
          .filter(isSeen)
          .map((one) => one.finished),
      )
    })
    // Evaluated from outside: the page's own policy lets no script in.
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(
      ([tags, rules, part]) =>
        (window as unknown as { axe: { run: (on: string, how: object) => Promise<AxeResults> } }).axe.run(part, {
          runOnly: { type: 'tag', values: tags },
          rules: Object.fromEntries(['target-size', ...rules].map((rule) => [rule, { enabled: true }])),
        }),
      [TAGS, more, within] as const,
    )
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(
          `${colorScheme} ${id}: ${target.join(' ')} ${failureSummary?.split('\n').slice(1, 2).join('').trim()}`,
        )
  }
  return found
}
