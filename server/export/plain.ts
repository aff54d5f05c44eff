/* eslint-disable-next-line no-control-regex -- control characters are what it is about: XML and PDF may not hold them */
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f\ufffe\uffff]/g

/** Half of a pair, which no encoding can hold. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** People's words as every file can hold them; each end of a line is one sign. */
export const cleaned = (text: string): string =>
  text
    .trim()
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(CONTROL, '')
    .replace(LONE, '\ufffd')
