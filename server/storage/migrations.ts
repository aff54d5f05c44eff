import type { Kysely, Migration } from 'kysely'

// One entry a version, never changed once released: a database that holds a name unknown here is from a newer version.
// A migration sees the database as it was then, so it does not use the table types of today.

const first: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('network')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('time_zone', 'text', (c) => c.notNull())
      .addColumn('open_list', 'integer', (c) => c.notNull())
      .addColumn('show_organisation', 'text', (c) => c.notNull())
      .addColumn('ground_rules', 'text', (c) => c.notNull())
      .addColumn('retention_days', 'integer', (c) => c.notNull())
      .execute()
    await schema
      .createTable('organisation')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('network_id', 'text', (c) => c.notNull().references('network.id').onDelete('cascade'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('folded_name', 'text', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addUniqueConstraint('organisation_name', ['network_id', 'folded_name'])
      .execute()
    await schema
      .createTable('member')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('network_id', 'text', (c) => c.notNull().references('network.id').onDelete('cascade'))
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('name', 'text')
      .addColumn('organisation_id', 'text', (c) => c.references('organisation.id').onDelete('set null'))
      .addColumn('admitted', 'integer', (c) => c.notNull())
      .execute()
    await schema.createIndex('member_of_network').on('member').column('network_id').execute()
    await schema
      .createTable('session')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('network_id', 'text', (c) => c.notNull().references('network.id').onDelete('cascade'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull().unique())
      .addUniqueConstraint('session_number', ['network_id', 'number'])
      .execute()
    await schema
      .createTable('control_state')
      .addColumn('session_id', 'text', (c) => c.primaryKey().references('session.id').onDelete('cascade'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .execute()
    await schema
      .createTable('token_hash')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('network_id', 'text', (c) => c.notNull().references('network.id').onDelete('cascade'))
      .addColumn('member_id', 'text', (c) => c.references('member.id').onDelete('cascade'))
      .addColumn('session_id', 'text', (c) => c.references('session.id').onDelete('cascade'))
      .execute()
    await schema
      .createTable('attendance')
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('member_id', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .addColumn('joined_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('attendance_key', ['session_id', 'member_id'])
      .execute()
    await schema
      .createTable('board_snapshot')
      .addColumn('session_id', 'text', (c) => c.primaryKey().references('session.id').onDelete('cascade'))
      .addColumn('epoch', 'integer', (c) => c.notNull())
      .addColumn('snapshot', 'blob')
      .execute()
    await schema
      .createTable('board_log')
      .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('update_bytes', 'blob', (c) => c.notNull())
      .execute()
    await schema.createIndex('log_of_board').on('board_log').columns(['session_id', 'seq']).execute()
    await schema
      .createTable('client_binding')
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      // A Yjs clientID is an unsigned 32-bit number. Who left the network keeps the items they wrote.
      .addColumn('client', 'bigint', (c) => c.notNull())
      .addColumn('member_id', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('client_binding_key', ['session_id', 'client'])
      .execute()
  },
}

/** A log is short: without an index a commit for many boards is one append, and not a page of the index for each. */
const logByAppendingAlone: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.dropIndex('log_of_board').execute()
  },
}

const vote: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('vote')
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('member_id', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .addColumn('target', 'text', (c) => c.notNull())
      .addColumn('dots', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('vote_key', ['session_id', 'member_id', 'target'])
      .execute()
    await db.schema.createIndex('vote_of_member').on('vote').column('member_id').execute()
  },
}

/** Pads are boards of one person: the same twice over, so that a commit for many boards stays as narrow as it was. */
const pad: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('pad_snapshot')
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('owner_id', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .addColumn('epoch', 'integer', (c) => c.notNull())
      .addColumn('snapshot', 'blob')
      .addPrimaryKeyConstraint('pad_snapshot_key', ['session_id', 'owner_id'])
      .execute()
    await schema
      .createTable('pad_log')
      .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('owner_id', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .addColumn('update_bytes', 'blob', (c) => c.notNull())
      .execute()
    await schema
      .createTable('note_owner')
      .addColumn('note_id', 'text', (c) => c.primaryKey())
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('member_id', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .execute()
  },
}

/** What it is a copy of has no key here: that goes first, and takes its copies along by hand, boards and all. */
const rehearsal: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('rehearsal')
      .addColumn('network_id', 'text', (c) => c.primaryKey().references('network.id').onDelete('cascade'))
      .addColumn('of_network', 'text', (c) => c.notNull())
      .addColumn('of_session', 'text', (c) => c.notNull())
      .addColumn('by_member', 'text', (c) => c.notNull())
      .addColumn('made_at', 'bigint', (c) => c.notNull())
      .addColumn('actors', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('rehearsal_of_network').on('rehearsal').column('of_network').execute()
  },
}

const invitation: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('invitation')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('hash', 'text', (c) => c.notNull().unique())
      .addColumn('network_id', 'text', (c) => c.notNull().references('network.id').onDelete('cascade'))
      .addColumn('member_id', 'text', (c) => c.references('member.id').onDelete('cascade'))
      .addColumn('made_by', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .addColumn('made_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('token_of_member').on('token_hash').column('member_id').execute()
  },
}

const mark: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('mark')
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('note_id', 'text', (c) => c.notNull())
      .addColumn('member_id', 'text', (c) => c.notNull().references('member.id').onDelete('cascade'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('mark_key', ['session_id', 'note_id', 'member_id', 'kind'])
      .execute()
    await db.schema.createIndex('mark_of_member').on('mark').column('member_id').execute()
  },
}

/** What is said about a series, as one state that changes as a whole. */
const series: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('series')
      .addColumn('network_id', 'text', (c) => c.primaryKey().references('network.id').onDelete('cascade'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .execute()
  },
}

/** What was counted of marks before their note was brought here from a record, which does not know whose they were. */
const importedMark: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('imported_mark')
      .addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
      .addColumn('note_id', 'text', (c) => c.notNull())
      .addColumn('recognise', 'integer', (c) => c.notNull())
      .addColumn('take_home', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('imported_mark_key', ['session_id', 'note_id'])
      .execute()
  },
}

/** Links by which anyone reads a record: of a session, or of the series where there is none. They are nobody's. */
const share: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('share')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('hash', 'text', (c) => c.notNull().unique())
      .addColumn('network_id', 'text', (c) => c.notNull().references('network.id').onDelete('cascade'))
      .addColumn('session_id', 'text', (c) => c.references('session.id').onDelete('cascade'))
      .addColumn('level', 'text', (c) => c.notNull())
      .addColumn('organisation_id', 'text', (c) => c.references('organisation.id').onDelete('cascade'))
      .addColumn('made_at', 'bigint', (c) => c.notNull())
      .execute()
  },
}

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first': first,
  '002-log-by-appending-alone': logByAppendingAlone,
  '003-vote': vote,
  '004-pad': pad,
  '005-rehearsal': rehearsal,
  '006-invitation': invitation,
  '007-mark': mark,
  '008-series': series,
  '009-imported-mark': importedMark,
  '010-share': share,
}
