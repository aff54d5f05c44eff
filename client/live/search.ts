import type { NetworkId } from '../../shared/model/ids.ts'
import type { SearchAnswer } from '../../shared/wire/search.ts'
import { call, type Answer } from '../net/http.ts'

/** Where these words stand in the network: all of them, each the beginning of a word. */
export const searchNetwork = (id: NetworkId, words: string): Promise<Answer<SearchAnswer>> =>
  call('GET', `/api/networks/${id}/search?${new URLSearchParams({ q: words })}`)
