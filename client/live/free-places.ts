import { freeSpot } from '../../shared/model/arrange.ts'
import { wishBy } from './board.svelte.ts'

// Loaded by the screens that have the time for it: from then on a note without a place wishes for a free one.
wishBy(freeSpot)
