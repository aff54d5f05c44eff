/**
 * The text of a file: UTF-8, UTF-16 where a mark says so, else as Windows writes it (a spreadsheet that saves "CSV" does
 * that still). Null for what is no text.
 */
export function decoded(bytes: Uint8Array<ArrayBuffer>): string | null {
  const [first, second] = bytes
  const text =
    first === 0xff && second === 0xfe
      ? new TextDecoder('utf-16le').decode(bytes)
      : first === 0xfe && second === 0xff
        ? new TextDecoder('utf-16be').decode(bytes)
        : (utf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes))
  // A workbook or a picture that was taken for a table.
  return text.includes('\0') || text.startsWith('PK\u0003\u0004') || text.startsWith('%PDF-') ? null : text
}

function utf8(bytes: Uint8Array<ArrayBuffer>): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
