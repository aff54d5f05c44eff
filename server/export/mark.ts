import { Resvg } from '@resvg/resvg-js'

/** The mark of Bijeen, as in client/public/favicon.svg, without its ground. */
const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 6 44 52" width="176" height="208">
<g fill="none" stroke="#14302a" stroke-width="7.5" stroke-linecap="round"><path d="M24 28v11"/><path d="M41 28v14a10 10 0 0 1-10 10h-8"/></g>
<g fill="#f5b82e"><circle cx="24" cy="15.5" r="5.5"/><circle cx="41" cy="15.5" r="5.5"/></g>
</svg>`

let made: Buffer | undefined

/** The mark as a picture of 176 by 208 pixels. */
export const markPng = (): Buffer => (made ??= new Resvg(MARK, { font: { loadSystemFonts: false } }).render().asPng())
