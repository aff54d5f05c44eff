// The import table of ARCHITECTURE.md, as rules. `npm run check` fails on an arrow that is not allowed.
const never = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
})
const libraries = (...names) => `node_modules/(${names.join('|')})(/|$)`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-rings', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(virtual:|node:)' } },
    never(
      'model-is-pure',
      '^shared/(model|record|text)/',
      libraries('yjs', 'svelte', 'socket\\.io', 'ws', 'express', 'kysely'),
      'rules without a transport',
    ),
    never('model-stands-alone', '^shared/model/', '^shared/(?!model/)|^client/|^server/', 'the bottom of the house'),
    never(
      'record-and-text-see-the-model',
      '^shared/(record|text)/',
      '^shared/(doc|wire)/|^client/|^server/',
      'a record is made from the model',
    ),
    never(
      'import-sees-the-record',
      '^shared/import/',
      '^shared/(?!model/|wire/|record/|import/)|^client/|^server/',
      'what a file is, before anyone decides what becomes of it',
    ),
    never(
      'import-is-read-alone',
      '^server/import/',
      '^shared/(?!import/)|^server/(?!import/)',
      'a file is read in a thread that knows nothing else',
    ),
    never(
      'doc-sees-the-model',
      '^shared/doc/',
      '^shared/(?!model/|doc/)|^client/|^server/',
      'how the board lives in Yjs, no more',
    ),
    never(
      'wire-sees-the-model',
      '^shared/wire/',
      `^shared/(?!model/|wire/)|^client/|^server/|${libraries('yjs', 'socket\\.io')}`,
      'what travels',
    ),
    never('shared-is-not-node', '^shared/', '^node:', 'the page runs it too'),
    never(
      'sync-knows-no-web-server',
      '^server/sync/',
      libraries('express', 'socket\\.io', 'better-sqlite3', 'kysely', 'pg'),
      'sockets and documents',
    ),
    never('sync-sees-few', '^server/sync/', '^server/(http|control)/|^client/', 'sync is below control and http'),
    never(
      'access-is-low',
      '^server/access/',
      '^server/(http|control|sync)/|^client/',
      'tokens, roles and rates serve the rest',
    ),
    never(
      'only-storage-knows-the-database',
      '^server/(?!storage/)',
      libraries('better-sqlite3', 'kysely', 'pg'),
      'one asynchronous interface',
    ),
    never(
      'only-metrics-knows-prometheus',
      '^server/(?!metrics\\.ts)',
      libraries('prom-client'),
      'the others count through an interface',
    ),
    never(
      'storage-is-low',
      '^server/storage/',
      '^server/(http|control|sync|access)/|^client/',
      'storage serves the rest',
    ),
    never(
      'export-sees-the-record',
      '^server/export/',
      '^shared/(?!model/|record/|text/)|^client/|^server/(?!export/)',
      'files are made from a record, in a thread that knows nothing else',
    ),
    never(
      'only-export-makes-files',
      '^(client|shared|server/(?!export/))',
      libraries('docx', 'pdfkit', '@resvg', 'fontkit', 'bidi-js', 'linebreak'),
      'what makes files takes time and memory: it runs in threads of its own',
    ),
    never('net-has-no-components', '^client/net/', '\\.svelte$|^client/(?!net/)', 'documents, control, HTTP'),
    never(
      'live-has-no-components',
      '^client/live/',
      '\\.svelte$|^client/(?!net/|live/)',
      'the only meeting place of Yjs and runes',
    ),
    never(
      'screens-know-no-transport',
      '^client/(board|pen|wall|vote|here|mark|series|rehearsal|guide|home|import|network|join|record|ui)/',
      `${libraries('yjs', 'y-websocket', 'socket\\.io-client', 'y-indexeddb')}|^shared/doc/|^server/`,
      'a screen reads runes and calls verbs',
    ),
    never('practice-stays-home', '^client/', '^shared/text/practice-notes', 'the page shows what others wrote'),
    never('client-is-not-server', '^client/', '^server/', 'two programs'),
    never('server-is-not-client', '^server/', '^client/', 'two programs'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'default'],
      extensions: ['.ts', '.svelte.ts', '.svelte', '.js'],
    },
  },
}
