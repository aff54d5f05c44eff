import { beforeEach, expect, test, vi } from 'vitest'
import { newSessionId } from '../../shared/model/ids.ts'
import type { Here, View } from '../../shared/model/network.ts'
import { Following } from '../../client/here/following.svelte.ts'

const OVERVIEW: View = { kind: 'overview' }
const STEP: View = { kind: 'step' }
const here = (at: number, view: View = OVERVIEW): Here => ({ view, at })
const session = newSessionId()

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})

/** A screen with a place, someone who may be busy, and what can be reached. */
function screen() {
  const on = { place: 'own work', busy: false, reach: true, over: 0 }
  const open = () =>
    new Following<string>(session, {
      reaches: () => on.reach,
      isBusy: () => on.busy,
      where: () => on.place,
      go: ({ kind }) => void (on.place = kind),
      back: (place) => void (on.place = place),
      over: () => void on.over++,
    })
  return { on, open, following: open() }
}

test('who is free comes along, and one press brings them back to where they were', async () => {
  const { on, following } = screen()
  following.heard(null)
  expect(following.along).toBe('free')
  following.heard(here(1))
  expect([on.place, following.along]).toEqual(['overview', 'along'])
  await Promise.resolve()
  following.goBack()
  expect([on.place, following.along]).toEqual(['own work', 'free'])
})

test('who is busy stays, and goes along when they choose', () => {
  const { on, following } = screen()
  on.busy = true
  following.heard(here(1))
  expect([on.place, following.along, following.view]).toEqual(['own work', 'asked', OVERVIEW])
  on.busy = false
  following.heard(here(1))
  expect([on.place, following.along]).toEqual(['own work', 'asked'])
  following.goAlong()
  expect([on.place, following.along]).toEqual(['overview', 'along'])
})

test('the same bringing, said again, takes nobody away again; a later one does', () => {
  const { on, following } = screen()
  following.heard(here(1))
  following.goBack()
  following.heard(here(1))
  expect([on.place, following.along]).toEqual(['own work', 'free'])
  following.heard(here(2, STEP))
  expect([on.place, following.along]).toEqual(['step', 'along'])
})

test('the way back leads to before the first bringing, unless one went on by oneself since', async () => {
  const { on, following } = screen()
  following.heard(here(1))
  await Promise.resolve()
  following.heard(here(2, STEP))
  await Promise.resolve()
  following.goBack()
  expect(on.place).toBe('own work')

  following.heard(here(3))
  await Promise.resolve()
  on.place = 'own corner'
  following.heard(here(4, STEP))
  following.goBack()
  expect(on.place).toBe('own corner')
})

test('who came along and is busy at the next bringing is asked, and the way back stays', async () => {
  const { on, following } = screen()
  following.heard(here(1))
  await Promise.resolve()
  on.busy = true
  following.heard(here(2, STEP))
  expect([on.place, following.along]).toEqual(['overview', 'asked'])
  following.goAlong()
  following.goBack()
  expect(on.place).toBe('own work')
})

test('what is not there yet is gone to when it comes', () => {
  const { on, following } = screen()
  on.reach = false
  following.heard(here(1))
  expect([on.place, following.along]).toEqual(['own work', 'free'])
  on.reach = true
  following.heard(here(1))
  expect(following.along).toBe('along')
})

test('a next step ends it: nothing is said any more, and who came along is told', () => {
  const { on, following } = screen()
  following.heard(here(1))
  following.heard(null)
  expect([following.along, on.over]).toEqual(['free', 1])
  following.heard(here(2))
  following.goBack()
  following.heard(null)
  expect(on.over).toBe(1)
})

test('a reload brings who came along again, and not who left', () => {
  const { on, open, following } = screen()
  following.heard(here(1))
  on.place = 'own work'
  const again = open()
  again.heard(here(1))
  expect(on.place).toBe('overview')
  again.leave()
  on.place = 'own work'
  open().heard(here(1))
  expect(on.place).toBe('own work')
  open().heard(here(2, STEP))
  expect(on.place).toBe('step')
})
