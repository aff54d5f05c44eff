/** Quiet paper: one column of text, a rule and a spot of honey, and on A4 what one would hand in. */
export const HTML_STYLE = `:root {
  color-scheme: light;
  --ink: #14302a; --ink-2: #48605a; --line: #d2dbd0; --wash: #f3f6f0; --honey: #f5b82e; --leaf: #1f5547;
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2.5rem 1rem; background: #e9eee6; color: var(--ink);
  font: 420 1rem/1.55 'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', 'Segoe UI', system-ui, sans-serif;
  overflow-wrap: anywhere;
}
main {
  max-width: 46rem; margin: 0 auto; padding: 3.25rem 4rem 3rem; background: #fff;
  border-top: .4rem solid var(--honey); border-radius: 4px; box-shadow: 0 1px 2px #14302a2e, 0 10px 24px #14302a14;
}
h1, h2, h3 { margin: 0; line-height: 1.2; text-wrap: pretty; break-after: avoid; }
h1, h2 { font-family: 'Bricolage Grotesque', 'Segoe UI', system-ui, sans-serif; font-weight: 680; letter-spacing: -.01em; }
h1 { font-size: 2.125rem; }
h2 { font-size: 1.4375rem; margin: 2.75rem 0 .85rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; font-weight: 700; color: var(--leaf); margin: 1.35rem 0 .3rem; }
p { margin: .35rem 0 .75rem; }
header > p { margin: .35rem 0 1.5rem; font-size: 1.1875rem; color: var(--ink-2); }
header > p strong { font-weight: 600; color: var(--ink); }
h3 + p em { color: var(--ink-2); }
h3 + p { margin-bottom: .4rem; }
dl { margin: .75rem 0; }
dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: .1rem 1.25rem; padding: .22rem 0; }
dl > .alone { grid-template-columns: 1fr; }
dt { color: var(--ink-2); }
dd { margin: 0; }
ul, ol { margin: .3rem 0 .75rem; padding-left: 1.35rem; }
ul { list-style: '–  '; padding-left: 1.1rem; }
li { padding: .12rem 0; }
li::marker { color: var(--ink-2); }
li em { color: var(--ink-2); font-style: normal; font-size: .9375em; }
li strong { font-weight: 640; color: var(--leaf); }
table { width: 100%; border-collapse: collapse; margin: .6rem 0 1rem; overflow-wrap: break-word; }
th, td { text-align: left; vertical-align: top; padding: .5rem 1rem .5rem 0; }
th { font-weight: 400; color: var(--ink-2); }
td { border-top: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
td:first-child { min-width: 8rem; } td:last-child { min-width: 7.5rem; }
figure { margin: 1.5rem 0 0; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; margin: 0 auto; }
footer { margin-top: 3rem; padding: 1.1rem 1.5rem 1rem; background: var(--wash); border-radius: 10px; font-size: .9375rem; }
footer h2 { font-size: 1.0625rem; margin: 0 0 .4rem; padding: 0; border: 0; }
footer .alone { margin-top: .5rem; color: var(--ink-2); }
@media screen and (max-width: 44rem) {
  body { padding: 0; background: #fff; }
  main { padding: 1.75rem 1.15rem; border-radius: 0; box-shadow: none; }
  h1 { font-size: 1.75rem; }
  dl > div { grid-template-columns: 1fr; padding: .3rem 0; }
  table { overflow-wrap: anywhere; }
  td:first-child, td:last-child { min-width: 5.5rem; }
}
@page { size: A4; margin: 18mm 20mm 20mm; }
@media print {
  body { padding: 0; background: none; font-size: 10.5pt; line-height: 1.45; }
  main { max-width: none; padding: 0; box-shadow: none; border-radius: 0; border-top: 0; }
  header { border-top: 3pt solid var(--honey); padding-top: 14pt; }
  h1 { font-size: 21pt; } h2 { font-size: 14.5pt; margin-top: 22pt; padding-top: 10pt; } h3 { font-size: 10.5pt; margin-top: 11pt; }
  header > p { font-size: 12pt; margin-bottom: 12pt; }
  dl > div { grid-template-columns: 9rem 1fr; }
  dl > div, li, tr, svg, footer { break-inside: avoid; }
  svg { max-width: 11cm; }
  thead { display: table-header-group; }
  h2, h3, h3 + p { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  footer { padding: 10pt 14pt; font-size: 9pt; print-color-adjust: exact; }
}
`
