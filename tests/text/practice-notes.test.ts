import { expect, test } from 'vitest'
import { LANGUAGES } from '../../shared/model/network.ts'
import { ZONE_KINDS } from '../../shared/model/zone.ts'
import { practiceNotes } from '../../shared/text/practice-notes.ts'

const SILENT = ['checkIn', 'commitments']

test.each(LANGUAGES)(
  'made-up participants have twelve things to say in each zone where they write, in %s',
  (language) => {
    for (const kind of ZONE_KINDS) {
      const notes = practiceNotes(language, kind)
      expect(new Set(notes).size).toBe(SILENT.includes(kind) ? 0 : 12)
      // Short enough to be read from afar.
      expect(notes.filter((text) => text !== text.trim() || text.length > 80)).toEqual([])
    }
  },
)
