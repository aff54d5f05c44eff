const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_CENTRAL = Buffer.from('PK\u0005\u0006', 'latin1')

/**
 * The zip with midnight of `day` (ISO) as the date of each of its files: when it was packed is nobody's business, and the
 * same record gives the same bytes. Changes the buffer.
 * @throws RangeError when it is no zip.
 */
export function packedOn(zip: Buffer, day: string): Buffer {
  const [year = 1980, month = 1, date = 1] = day.split('-').map(Number)
  const dos = (Math.max(0, year - 1980) << 9) | (month << 5) | date
  const end = zip.lastIndexOf(END_OF_CENTRAL)
  if (end < 0) throw new RangeError('this is no zip')
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const local = zip.readUInt32LE(at + 42)
    if (zip.readUInt32LE(at) !== CENTRAL_HEADER || zip.readUInt32LE(local) !== LOCAL_HEADER)
      throw new RangeError('this is no zip')
    zip.writeUInt16LE(0, at + 12)
    zip.writeUInt16LE(dos, at + 14)
    zip.writeUInt16LE(0, local + 10)
    zip.writeUInt16LE(dos, local + 12)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return zip
}
