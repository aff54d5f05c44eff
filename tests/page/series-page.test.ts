import { expect, test, vi } from 'vitest'
import * as api from '../../client/live/api.ts'
import { SeriesRecordPage } from '../../client/record/series-page.svelte.ts'
import type { NetworkId } from '../../shared/model/ids.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'

// The page of the record of a series, as it asks the server.

vi.mock('../../client/live/api.ts')
vi.mock('../../client/live/record-files.ts', () => ({
  seriesRecordText: () => Promise.resolve({ ok: false, refusal: 'offline' }),
}))

test('who is told that another wrote meanwhile has what that one wrote, and may then write over it', async () => {
  let is = 'Van een ander'
  vi.mocked(api.network).mockResolvedValue({ ok: false, refusal: 'offline' })
  vi.mocked(api.series).mockImplementation(() =>
    Promise.resolve({ ok: true, value: { summary: is, published: [] as const } as unknown as SeriesInfo }),
  )
  vi.mocked(api.seriesCommand).mockImplementation((_, command) => {
    if (command.type !== 'summariseSeries' || command.was !== is)
      return Promise.resolve({ ok: false, refusal: 'changed-meanwhile' })
    is = command.text
    return Promise.resolve({ ok: true } as never)
  })
  const page = new SeriesRecordPage('network' as NetworkId)
  const say = (was: string) => page.say({ type: 'summariseSeries', text: 'Van mij', was })
  expect(await say('Eerst')).toBe('changed-meanwhile')
  expect(page.series?.summary).toBe('Van een ander')
  expect(await say(page.series?.summary ?? '')).toBe(null)
  expect(page.series?.summary).toBe('Van mij')
})
