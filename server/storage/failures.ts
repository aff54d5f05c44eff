/** The database cannot be opened; the message is a sentence for who starts the server. */
export class CannotOpen extends Error {}

/** The disk or the database failed under a call: nothing of the call was kept, and it may be tried again. */
export class StorageFailed extends Error {}
