import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'vite'

// What a phone loads before its first note, in few files: many small ones compress badly, and each is a way to and fro.
//   start   the frame of every page, and the invitation
//   live    a session that is open: its board, and the line to the server. The wall and the board need it too.
//   pen     the phone's screen
// The rest is divided by screen, as it is imported.

type Part = 'start' | 'live' | 'pen'
interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const START = [here('client/main.ts'), here('client/join/Join.svelte')]
const PEN = [here('client/Session.svelte')]

const OF_PEN = /\/client\/(pen\/|Session\.svelte)/
/** Of the library of ids, what only drafts need: it comes with them. */
const OF_PAD = /\/node_modules\/uuid\/dist\/(v5|v35|sha1|parse)\.js/
/** What screens have in common; the home page shall not load a board for an icon. */
const OF_START = /\/client\/(ui|join)\/|\/node_modules\/(@lucide\/)?svelte\//

/** All that is loaded with these modules: what they import, and what that imports. */
function loadedWith(roots: readonly string[], modules: Modules): Set<string> {
  const seen = new Set(roots)
  // A set that grows while it is walked is walked to its end.
  for (const id of seen) modules.getModuleInfo(id)?.importedIds.forEach((imported) => seen.add(imported))
  return seen
}

export function firstChunks(): Exclude<Rolldown.OutputOptions['codeSplitting'], undefined> {
  let start: Set<string> | undefined
  let pen: Set<string> | undefined
  const partOf = (id: string, modules: Modules): Part | null => {
    start ??= loadedWith(START, modules)
    pen ??= loadedWith(PEN, modules)
    if (start.has(id)) return 'start'
    if (!pen.has(id) || OF_PAD.test(id)) return null
    return OF_PEN.test(id) ? 'pen' : OF_START.test(id) ? 'start' : 'live'
  }
  const group = (part: Part, priority: number) => ({
    priority,
    debugName: part,
    name: (id: string, modules: Modules) => (partOf(id, modules) === part ? part : null),
  })
  // A group takes along what it imports: what the others stand on goes first. The icons of all other screens are one file:
  // the start knows each file by its name, and those are as long as an icon.
  const icons = { priority: 0, name: 'icons', test: /\/node_modules\/@lucide\/svelte\/dist\/icons\// }
  return { groups: [group('start', 3), group('live', 2), group('pen', 1), icons] }
}
