// Starts read-worker.ts from its source, in `npm run dev` and in tests, as server/export/worker-from-source.cjs does for
// files that are made.
require('tsx/cjs/api').register()
require('./read-worker.ts')
