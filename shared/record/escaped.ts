const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/* eslint-disable-next-line no-control-regex -- control characters are what it is about: no page may hold them */
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/g

/** People's words as text or as an attribute of HTML or SVG. */
export const escaped = (text: string): string =>
  text.replace(CONTROL, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
