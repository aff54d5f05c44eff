// Starts export-worker.ts from its source, in `npm run dev` and in tests, as server/storage/worker-from-source.cjs does
// for the database: the libraries before tsx looks at all that is loaded.
require('docx')
require('docx/layout')
require('pdfkit')
require('@resvg/resvg-js')
require('tsx/cjs/api').register()
require('./export-worker.ts')
