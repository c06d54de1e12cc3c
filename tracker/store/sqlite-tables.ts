import { randomBytes } from 'node:crypto';
import Database from 'libsql';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import type { Publication } from '../../common/tracker-api/publication.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import type { DurableChange } from './contract.ts';
import { prepareTables } from './schema.ts';

/** A listed document with its founding publication. */
export interface DocumentRow {
  readonly ordinal: number;
  readonly publication: Publication;
  readonly publishedAt: number;
  /** of how many publishers a publication stands */
  readonly publishers: number;
}

/** The last word of a publisher on a document; without `publication` it is a withdrawal. */
export interface StatementRow {
  readonly publisher: string;
  readonly sequence: number;
  readonly publication?: Publication;
}

const SELECT_DOCUMENT = `
  SELECT ordinal, publication, publishedAt,
    (SELECT count(*) FROM statement
      WHERE statement.sha256 = document.sha256 AND statement.publication IS NOT NULL) AS publishers
  FROM document`;

/** ms to wait for a lock: another tracker holds it until it ends, so waiting longer does not help */
const LOCK_TIMEOUT_MS = 500;

/**
 * Reads and writes the rows of the database, and knows no rule.
 *
 * WAL with synchronous=FULL: a commit that has returned is on the disk. The file is locked for as long as it is open,
 * which is also what keeps two trackers off one folder; the system lifts the lock when a process dies.
 *
 * Parameters are always bound as an array: the driver takes a single byte array for named parameters and aborts. Byte
 * columns are read with `get` only: `all` returns them as another type.
 */
export class SqliteTables {
  readonly origin: string;
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(file: string) {
    this.#database = new Database(file, { timeout: LOCK_TIMEOUT_MS });
    this.#database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL',
    );
    this.#database.exec('BEGIN IMMEDIATE; COMMIT'); // takes the lock now, not at the first publication
    this.origin = prepareTables(this.#database, randomBytes(8).toString('hex'));
  }

  close(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#prepared.clear();
    this.#database.close();
  }

  /** All of `work` or, when it throws, nothing of it. */
  atomically<Result>(work: () => Result): Result {
    return this.#database.transaction(work).immediate();
  }

  documents(after: number, limit: number): DocumentRow[] {
    return this.#all(`${SELECT_DOCUMENT} WHERE ordinal > ? ORDER BY ordinal LIMIT ?`, [after, limit]).map(
      documentOf,
    );
  }

  document(sha256: Sha256): DocumentRow | undefined {
    const row = this.#get(`${SELECT_DOCUMENT} WHERE sha256 = ?`, [sha256]);
    return row && documentOf(row);
  }

  documentCount(): number {
    return this.#get('SELECT count(*) AS count FROM document', [])?.count ?? 0;
  }

  hasInfoHash(infoHash: InfoHash): boolean {
    return this.#get('SELECT 1 FROM document WHERE infoHash = ?', [infoHash]) !== undefined;
  }

  upload(sha256: Sha256): VerifiedUpload | undefined {
    const row = this.#get('SELECT publication, info, map, words FROM document WHERE sha256 = ?', [sha256]);
    if (row === undefined) return undefined;
    return {
      publication: JSON.parse(row.publication ?? ''),
      info: new Uint8Array(row.info),
      ...(row.map && { map: new Uint8Array(row.map) }),
      ...(row.words && { wordsPerPage: JSON.parse(row.words) }),
    };
  }

  insertDocument({ publication, info, map, wordsPerPage }: VerifiedUpload, at: number): void {
    this.#run(
      `INSERT INTO document (sha256, infoHash, publication, publishedAt, info, map, words)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [
        publication.sha256,
        publication.infoHash,
        JSON.stringify(publication),
        at,
        info,
        map ?? null,
        wordsPerPage ? JSON.stringify(wordsPerPage) : null,
      ],
    );
  }

  /** Puts another founding publication in place, with its map and words; info dictionary and ordinal stay. */
  replaceFounding({ publication, map, wordsPerPage }: Omit<VerifiedUpload, 'info'>): void {
    this.#run('UPDATE document SET publication = ?, map = ?, words = ? WHERE sha256 = ?', [
      JSON.stringify(publication),
      map ?? null,
      wordsPerPage ? JSON.stringify(wordsPerPage) : null,
      publication.sha256,
    ]);
  }

  deleteDocument(sha256: Sha256): void {
    this.#run('DELETE FROM document WHERE sha256 = ?', [sha256]);
  }

  statement(sha256: Sha256, publisher: string): StatementRow | undefined {
    const row = this.#get('SELECT * FROM statement WHERE sha256 = ? AND publisher = ?', [sha256, publisher]);
    return row && statementOf(row);
  }

  /** Publications that stand, the first publisher's first. */
  standing(sha256: Sha256, limit: number): StatementRow[] {
    return this.#all(
      'SELECT * FROM statement WHERE sha256 = ? AND publication IS NOT NULL ORDER BY since, publisher LIMIT ?',
      [sha256, limit],
    ).map(statementOf);
  }

  /** Publishers that a document has or had. */
  publisherCount(sha256: Sha256): number {
    return this.#get('SELECT count(*) AS count FROM statement WHERE sha256 = ?', [sha256])?.count ?? 0;
  }

  putStatement(sha256: Sha256, { publisher, sequence, publication }: StatementRow, at: number): void {
    this.#run(
      `INSERT INTO statement (sha256, publisher, sequence, since, publication) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET sequence = excluded.sequence, publication = excluded.publication`,
      [sha256, publisher, sequence, at, publication ? JSON.stringify(publication) : null],
    );
  }

  appendChange(type: DurableChange['type'], { sha256, infoHash, name }: Publication, at: number): void {
    this.#run('INSERT INTO change (at, type, sha256, infoHash, name) VALUES (?, ?, ?, ?, ?)', [
      at,
      type,
      sha256,
      infoHash,
      name,
    ]);
  }

  changes(after: number, limit: number): { sequence: number; change: DurableChange }[] {
    return this.#all('SELECT * FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?', [after, limit]).map(
      ({ sequence, type, at, sha256, infoHash, name }) => ({
        sequence,
        change: { type, at, sha256, infoHash, name },
      }),
    );
  }

  #get(sql: string, parameters: readonly unknown[]): Row | undefined {
    return this.#prepare(sql).get(parameters) as Row | undefined;
  }

  #all(sql: string, parameters: readonly unknown[]): Row[] {
    return this.#prepare(sql).all(parameters) as Row[];
  }

  #run(sql: string, parameters: readonly unknown[]): void {
    this.#prepare(sql).run(parameters);
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/** Columns that some query returns; which ones, its SQL says. */
interface Row {
  readonly ordinal: number;
  readonly publication: string | null;
  readonly publishedAt: number;
  readonly publishers: number;
  readonly info: Buffer;
  readonly map: Buffer | null;
  readonly words: string | null;
  readonly publisher: string;
  readonly sequence: number;
  readonly count: number;
  readonly type: DurableChange['type'];
  readonly at: number;
  readonly sha256: Sha256;
  readonly infoHash: InfoHash;
  readonly name: string;
}

function documentOf({ ordinal, publication, publishedAt, publishers }: Row): DocumentRow {
  return { ordinal, publication: JSON.parse(publication ?? ''), publishedAt, publishers };
}

function statementOf({ publisher, sequence, publication }: Row): StatementRow {
  return { publisher, sequence, ...(publication && { publication: JSON.parse(publication) }) };
}
