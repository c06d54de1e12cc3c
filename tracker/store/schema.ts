import type Database from 'libsql';

/**
 * The tables. `document` is what is listed, with its founding publication; `statement` is the last word of each
 * publisher on each document, kept after a withdrawal so that nobody can bring a document back by repeating an old
 * publication; `change` is the log.
 */
const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE document (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    infoHash TEXT NOT NULL UNIQUE,
    publication TEXT NOT NULL,
    publishedAt INTEGER NOT NULL,
    info BLOB NOT NULL,
    map BLOB,
    words TEXT
  ) STRICT;
  CREATE TABLE statement (
    sha256 TEXT NOT NULL,
    publisher TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    since INTEGER NOT NULL,
    publication TEXT,
    PRIMARY KEY (sha256, publisher)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    infoHash TEXT NOT NULL,
    name TEXT NOT NULL
  ) STRICT;
`;

/** Raised with every change of the tables; `PRAGMA user_version` of a database says what it was made with. */
const SCHEMA_VERSION = 1;

/**
 * Makes the tables of a new database; leaves those of an existing one alone.
 *
 * @param origin names the log if it is new
 * @returns the name of the log
 * @throws {Error} when a later program made them
 */
export function prepareTables(database: Database.Database, origin: string): string {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > SCHEMA_VERSION) throw new Error(`made by a later version of this program (${version})`);
  if (version === 0) {
    database
      .transaction(() => {
        database.exec(TABLES);
        database.prepare("INSERT INTO meta VALUES ('origin', ?)").run([origin]);
        database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
      })
      .immediate();
  }
  return (database.prepare("SELECT value FROM meta WHERE key = 'origin'").get() as { value: string }).value;
}
