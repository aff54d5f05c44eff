// Starts storage-worker.ts from its source, in `npm run dev` and in tests: a thread has to learn TypeScript anew. The
// build has the worker as a file of its own. As CommonJS, and with the libraries before tsx looks at all that is loaded:
// so it takes 160 ms, and not 640.
require('better-sqlite3')
require('kysely')
require('tsx/cjs/api').register()
require('./storage-worker.ts')
