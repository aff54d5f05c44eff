import type { Refusal } from '../../shared/model/refusal.ts'
import { escaped } from '../../shared/record/escaped.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { Translate } from '../../shared/text/translate.ts'

/** What someone who came by a link reads instead of a record: what happened, and what to do. Nothing of anyone is in it. */
export function calmPage(refusal: Refusal, t: Translate): string {
  const isDead = refusal === 'link-unknown'
  const title = t(isDead ? 'shared.dead' : 'shared.notNow')
  const words = isDead ? [t('shared.deadWhy'), t('shared.deadDo')] : [t(SAID[refusal] ?? 'shared.later')]
  return `<!doctype html>
<html lang="${t.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Bijeen</title>
<style>
${STYLE}</style>
</head>
<body>
<main>
${LOGO}
<h1>${escaped(title)}</h1>
${words.map((one) => `<p>${escaped(one)}</p>`).join('\n')}
${isDead ? '' : `<p><a href="?">${escaped(t('shared.back'))}</a></p>\n`}</main>
</body>
</html>
`
}

/** What can be done by who reads; other refusals mean: try again later. */
const SAID: Partial<Record<Refusal, MessageKey>> = {
  'too-fast': refusalText['too-fast'],
  'record-busy': refusalText['record-busy'],
  'record-failed': refusalText['record-failed'],
  malformed: 'shared.noSuchFile',
  'not-for-you': 'shared.noSuchFile',
}

const LOGO = `<svg width="48" height="48" viewBox="0 0 64 64" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="8" stroke-linecap="round"><path d="M22 28v12"/><path d="M42 28v15a11 11 0 0 1-11 11h-9"/></g><g fill="#f5b82e"><circle cx="22" cy="13" r="6.5"/><circle cx="42" cy="13" r="6.5"/></g></svg>`

const STYLE = `:root { color-scheme: light dark; --ink: #14302a; --ground: #f3f6f0; --leaf: #1f5547; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eee4; --ground: #0f1c18; --leaf: #9bd3b6; } }
body {
  margin: 0; padding: 4rem 1.25rem; background: var(--ground); color: var(--ink);
  font: 420 1.0625rem/1.55 'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', 'Segoe UI', system-ui, sans-serif;
}
main { max-width: 32rem; margin: 0 auto; }
svg { margin-left: -.75rem; }
h1 { margin: 1rem 0 .75rem; font-size: 1.75rem; line-height: 1.2; text-wrap: balance; }
p { margin: 0 0 .75rem; }
a { display: inline-block; padding: .5rem 0; color: var(--leaf); }
`
