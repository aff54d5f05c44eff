// Loaded before anything else, in every thread of a server that a test starts: as soon as the file that KILL_AT names is
// there, what SQLite is told other than to read is counted and written down beside it, and the process kills itself right
// after the one whose number the file holds.
const { appendFileSync, readFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

const file = process.env.KILL_AT
let count = 0

const numberIn = () => {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function watching(run, sqlOf) {
  return function (...args) {
    const sql = sqlOf(this, args)
    const last = /^\s*select/i.test(sql) ? null : numberIn()
    if (last !== null) appendFileSync(`${file}.sql`, `${sql}\n`)
    const result = run.apply(this, args)
    if (last !== null && ++count === last) process.kill(process.pid, 'SIGKILL')
    return result
  }
}

if (file && !isMainThread) {
  const Database = require('better-sqlite3')
  const database = new Database(':memory:')
  const statement = Object.getPrototypeOf(database.prepare('select 1'))
  database.close()
  for (const method of ['run', 'get', 'all', 'iterate'])
    statement[method] = watching(statement[method], ({ source }) => source)
  Database.prototype.exec = watching(Database.prototype.exec, (_, [sql]) => sql)
}
