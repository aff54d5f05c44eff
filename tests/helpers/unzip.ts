import { inflateRawSync } from 'node:zlib'

/** The files of a zip, as text, by their names. */
export function unzip(zip: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(zip)
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, , name, extra, comment] = [20, 24, 28, 30, 32].map((offset) =>
      offset < 28 ? bytes.readUInt32LE(at + offset) : bytes.readUInt16LE(at + offset),
    ) as [number, number, number, number, number]
    const local = bytes.readUInt32LE(at + 42)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const data = bytes.subarray(from, from + packed)
    const text = bytes.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), text.toString('utf8'))
    at += 46 + name + extra + comment
  }
  return files
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The text of an XML document without its elements; of those that `breaks` names, each begins a line. */
export const textOfXml = (xml: string, breaks = /<(?:w:p|w:br|tspan)[ />]/g): string =>
  xml
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(breaks, (tag) => `\n${tag}`)
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) =>
      decimal !== undefined
        ? String.fromCodePoint(Number(decimal))
        : hex !== undefined
          ? String.fromCodePoint(parseInt(hex, 16))
          : (ENTITIES[name ?? ''] ?? whole),
    )
