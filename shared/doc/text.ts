import * as Y from 'yjs'

/** Brings a text to `text` by one delete and one insert, so that typing at another place of it survives. */
export function rewriteText(current: Y.Text, text: string): void {
  const before = current.toString()
  if (before === text) return
  const shortest = Math.min(before.length, text.length)
  let start = 0
  while (start < shortest && before[start] === text[start]) start++
  if (splitsPair(before, start) || splitsPair(text, start)) start--
  let end = 0
  while (end < shortest - start && before[before.length - 1 - end] === text[text.length - 1 - end]) end++
  if (splitsPair(before, before.length - end) || splitsPair(text, text.length - end)) end--
  const removed = before.length - start - end
  const added = text.slice(start, text.length - end)
  if (removed > 0) current.delete(start, removed)
  if (added) current.insert(start, added)
}

/** What comes of two changes of one text that were made apart: what Yjs makes of them. */
export function mergedText(was: string, mine: string, theirs: string): string {
  if (theirs === was || theirs === mine) return mine
  const doc = new Y.Doc()
  const other = new Y.Doc()
  // Two fixed writers, so that the same changes always come to the same text.
  doc.clientID = 1
  other.clientID = 2
  doc.getText().insert(0, was)
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  rewriteText(doc.getText(), theirs)
  rewriteText(other.getText(), mine)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  return doc.getText().toString()
}

/** Whether `at` is between the halves of one emoji: Yjs would replace both by a sign for something broken. */
const splitsPair = (text: string, at: number): boolean =>
  at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff
