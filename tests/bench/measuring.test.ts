import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { newOrganisationId, newParticipantId, newZoneId } from '../../shared/model/ids.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { markdown, median, quantile, withTable } from './figures.ts'
import { readOptions } from './options.ts'
import { Author } from './sync/load/author.ts'
import { bufferedMetric } from './sync/load/buffered.ts'
import type { EditKind } from './sync/load/edit.ts'
import { cursorNumber, cursorsIn, EDIT_SIGN, mark, markedCursor, marksIn } from './sync/load/marks.ts'
import { spread } from './sync/load/spread.ts'
import { FrameReader, maskedFrame, OPCODE } from './sync/load/ws-frames.ts'
import { inRounds, middle, middleRatio } from './sync/rounds.ts'

// What the benchmark reckons with: a wrong ruler is worse than none.

describe('figures', () => {
  test('a quantile lies between the values beside it, and the median in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([1, 2, 3, 10])).toBe(2.5)
    expect(quantile([0, 10], 0.95)).toBe(9.5)
    expect(quantile([7], 0.99)).toBe(7)
  })

  test('a spread tells its count and its extremes, also of one value and of none', () => {
    const thousand = Array.from({ length: 1_000 }, (_, n) => 999 - n)
    expect(spread(thousand)).toEqual({ count: 1_000, p50: 500, p95: 950, p99: 990, most: 999 })
    expect(spread([3])).toEqual({ count: 1, p50: 3, p95: 3, p99: 3, most: 3 })
    expect(spread([]).p50).toBeNaN()
  })

  test('a table goes between its marks and nowhere else', () => {
    const table = { name: 'one', head: ['a', 'b'], rows: [['x', '1']] }
    const page = 'before\n<!-- one -->\nold\n<!-- /one -->\nafter'
    expect(withTable(page, table)).toBe(`before\n<!-- one -->\n\n${markdown(table)}\n\n<!-- /one -->\nafter`)
    expect(() => withTable('nothing here', table)).toThrow('no place')
  })

  test('servers take turns, and are compared within a round', async () => {
    const order: string[] = []
    const figures = { relay: [1, 10, 100], bijeen: [2, 30, 400] }
    const rounds = await inRounds(['relay', 'bijeen'], 3, async (name, round) => {
      order.push(`${name} ${round}`)
      return figures[name as 'relay' | 'bijeen'][round] ?? NaN
    })
    expect(order.slice(0, 3)).toEqual(['relay 0', 'bijeen 0', 'relay 1'])
    expect(middle(rounds, 'bijeen', (one) => one)).toBe(30)
    expect(middleRatio(rounds, 'bijeen', 'relay', (one) => one)).toBe(3)
    expect(middleRatio(rounds, 'bijeen', 'tldraw', (one) => one)).toBeNull()
  })
})

describe('marks', () => {
  const found = (bytes: Uint8Array) => {
    const all: number[] = []
    marksIn(Buffer.from(bytes), EDIT_SIGN, (n) => all.push(n))
    return all
  }

  test('are found wherever they stand, and nothing else is', () => {
    const text = `~${mark(EDIT_SIGN, 0)}x~12~00${mark(EDIT_SIGN, 36 ** 6 - 1)}${mark(EDIT_SIGN, 71)}~0000Z`
    expect(found(Buffer.from(text))).toEqual([0, 36 ** 6 - 1, 71])
  })

  test.each<EditKind>(['note', 'text', 'move', 'rewrite'])('stand in the bytes of a real edit: %s', (kind) => {
    const member = { author: newParticipantId(), organisation: newOrganisationId(), zone: newZoneId() }
    const author = new Author(1_234_567, member)
    const board = new Y.Doc()
    Y.applyUpdate(board, author.write('note', 1).update)
    for (let id = 1_000; id < 1_100; id++) {
      const { update, clock } = author.write(kind, id)
      expect(found(update)).toContain(id)
      Y.applyUpdate(board, update)
      expect(Y.getState(board.store, 1_234_567)).toBe(clock)
    }
    expect(readBoard(board).notes.size).toBe(kind === 'note' ? 101 : 1)
  })

  test('a cursor is its number in two coordinates', () => {
    const all: number[] = []
    const state = (n: number) => `{"cursor":[${markedCursor(n).join(',')}],"selection":[]}`
    cursorsIn(Buffer.from(`${state(0)}..${state(98_765_432)}"cursor":[x`), (n) => all.push(n))
    expect(all).toEqual([0, 98_765_432])
    expect(cursorNumber(markedCursor(123_456))).toBe(123_456)
  })
})

describe('frames', () => {
  const unmasked = (payload: Uint8Array, opcode: number = OPCODE.binary, isFinal = true) => {
    const masked = maskedFrame(opcode, payload, Buffer.alloc(4))
    const head = masked.length - payload.length - 4
    const frame = Buffer.concat([masked.subarray(0, head), payload])
    frame[0] = (isFinal ? 0x80 : 0) | opcode
    frame[1] = (frame[1] ?? 0) & 127
    return frame
  }

  test.each([
    { sizes: [0, 1, 125, 126, 300], cuts: [1, 2, 3, 7] },
    { sizes: [65_535, 65_536, 5], cuts: [1_000, 65_540, 200_000] },
  ])('are put together however the stream is cut: $sizes', ({ sizes, cuts }) => {
    const stream = Buffer.concat(sizes.map((size) => unmasked(Buffer.alloc(size, size & 255))))
    for (const cut of cuts) {
      const heard: number[] = []
      const reader = new FrameReader((_, payload) => heard.push(payload.length))
      for (let at = 0; at < stream.length; at += cut) reader.read(stream.subarray(at, at + cut))
      expect(heard).toEqual(sizes)
      expect([reader.frames, reader.bytes]).toEqual([sizes.length, stream.length])
    }
  })

  test('in parts are one message, with a ping between them', () => {
    const heard: string[] = []
    const reader = new FrameReader((opcode, payload) => heard.push(`${opcode} ${payload.toString()}`))
    const parts = [
      unmasked(Buffer.from('half'), OPCODE.text, false),
      unmasked(Buffer.from('?'), OPCODE.ping),
      unmasked(Buffer.from(' and half'), OPCODE.continued),
    ]
    parts.forEach((part) => reader.read(part))
    expect(heard).toEqual([`${OPCODE.ping} ?`, `${OPCODE.text} half and half`])
    expect(reader.frames).toBe(1)
  })

  test('are masked as the protocol asks', () => {
    const frame = maskedFrame(OPCODE.text, Buffer.from('Hello'), Buffer.from([0x37, 0xfa, 0x21, 0x3d]))
    // The example of RFC 6455, 5.7.
    expect(frame.toString('hex')).toBe('818537fa213d7f9f4d5158')
  })
})

test('the metric of buffered bytes is found by its name', () => {
  const text =
    '# TYPE bijeen_buffered_bytes gauge\nbijeen_rooms 3\nbijeen_buffered_bytes 12345\nx_buffered{a="b"} 1e+6\n'
  expect(bufferedMetric(text)).toBe(1e6)
  expect(bufferedMetric('bijeen_rooms 3\n')).toBeNull()
})

describe('what is asked for', () => {
  test('everything, in full, is written down', () => {
    expect(readOptions([])).toMatchObject({ page: true, isFull: true, settings: { runs: 3, rooms: 16 } })
  })

  test('a part of it in small is only shown', () => {
    const asked = readOptions(['workshop', '--runs', '1', '--servers', 'relay,bijeen'])
    expect(asked).toMatchObject({ page: false, sync: ['workshop'], isFull: false })
    expect(asked).toMatchObject({ settings: { runs: 1, seconds: 8, servers: ['relay', 'bijeen'] } })
  })

  test.each([['workshops'], ['--runs', '0'], ['--runs', 'x'], ['--servers', 'nobody'], ['--what', '1']])(
    'what is not there is answered with what is: %s %s',
    (...args) => {
      expect(readOptions(args)).toContain('workshop')
    },
  )
})
