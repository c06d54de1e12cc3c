import { CodedError } from '../../common/errors.ts';
import type { Sha256 } from '../../common/ids.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import type { Publication, Withdrawal } from '../../common/tracker-api/publication.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import {
  type CatalogDocument,
  judgePublication,
  judgeWithdrawal,
  type Standing,
} from '../catalog/catalog.ts';
import type { DurableChange, PublishOutcome, StoreLimits, WithdrawOutcome } from './contract.ts';
import { type DocumentRow, SqliteTables, type StatementRow } from './sqlite-tables.ts';

/** The rules of `Store` over SQLite, synchronous: a commit waits for the disk, so this runs in `sqlite.worker.ts`. */
export class SqliteLedger {
  readonly #tables: SqliteTables;
  readonly #limits: StoreLimits;

  constructor(file: string, limits: StoreLimits) {
    this.#tables = new SqliteTables(file);
    this.#limits = limits;
  }

  get origin(): string {
    return this.#tables.origin;
  }

  close(): void {
    this.#tables.close();
  }

  documents(after: number, limit: number): CatalogDocument[] {
    return this.#tables.documents(after, limit).map((row) => this.#listed(row));
  }

  upload(sha256: Sha256): VerifiedUpload | undefined {
    return this.#tables.upload(sha256);
  }

  changes(after: number, limit: number): { sequence: number; change: DurableChange }[] {
    return this.#tables.changes(after, limit);
  }

  publish(upload: VerifiedUpload, at: number): PublishOutcome {
    return this.#tables.atomically(() => {
      const { publication } = upload;
      const { sha256, publisher } = publication;
      const verdict = judgePublication(publication, standingOf(this.#tables.statement(sha256, publisher)));
      if (verdict === 'withdrawn') throw withdrawnSince();
      const document = this.#tables.document(sha256);
      if (document === undefined) this.#found(upload, at);
      else if (verdict === 'counts') this.#join(document, upload, at);
      return { status: document === undefined ? 'new' : 'known', document: this.#present(sha256) };
    });
  }

  withdraw(withdrawal: Withdrawal, at: number): WithdrawOutcome {
    return this.#tables.atomically(() => {
      const { withdraw: sha256, publisher, sequence } = withdrawal;
      const verdict = judgeWithdrawal(withdrawal, standingOf(this.#tables.statement(sha256, publisher)));
      if (verdict === 'foreign') throw notPublisher();
      if (verdict === 'stale') throw staleWithdrawal();
      if (verdict === 'counts') {
        this.#tables.putStatement(sha256, { publisher, sequence }, at);
        this.#leave(sha256, publisher, at);
      }
      const document = this.#tables.document(sha256);
      return document === undefined ? {} : { document: this.#listed(document) };
    });
  }

  /** The first publication of a document. */
  #found(upload: VerifiedUpload, at: number): void {
    const { publication } = upload;
    if (this.#tables.hasInfoHash(publication.infoHash)) throw infoHashTaken(publication);
    if (this.#tables.documentCount() >= this.#limits.documents) throw catalogFull(this.#limits.documents);
    this.#tables.insertDocument(upload, at);
    this.#tables.putStatement(publication.sha256, statementOf(publication), at);
    this.#tables.appendChange('published', publication, at);
  }

  /** A further publisher of a document, or a newer word of one that it has. */
  #join(document: DocumentRow, upload: VerifiedUpload, at: number): void {
    const { publication } = upload;
    const { sha256, publisher, infoHash } = publication;
    const isNew = this.#tables.statement(sha256, publisher) === undefined;
    if (isNew && this.#tables.publisherCount(sha256) >= this.#limits.publishersPerDocument)
      throw tooManyPublishers();
    this.#tables.putStatement(sha256, statementOf(publication), at);
    const founder = document.publication;
    if (publisher === founder.publisher && infoHash === founder.infoHash)
      this.#tables.replaceFounding(upload);
    this.#tables.appendChange('updated', this.#present(sha256).publication, at);
  }

  /** A publisher has withdrawn. The founding publication stays in force as long as somebody publishes the document. */
  #leave(sha256: Sha256, publisher: string, at: number): void {
    const document = this.#tables.document(sha256);
    if (document === undefined) return;
    const others = this.#tables.standing(sha256, this.#limits.publishersPerDocument);
    if (others.length === 0) {
      this.#tables.deleteDocument(sha256);
      this.#tables.appendChange('withdrawn', document.publication, at);
      return;
    }
    if (document.publication.publisher === publisher) this.#handOver(document.publication, others);
    this.#tables.appendChange('updated', this.#present(sha256).publication, at);
  }

  /** Prefers a founding publication that its publisher stands by, if one has the same info dictionary. */
  #handOver(founder: Publication, others: readonly StatementRow[]): void {
    const heir = others.find(({ publication }) => publication?.infoHash === founder.infoHash)?.publication;
    const kept = this.#tables.upload(founder.sha256);
    if (heir === undefined || kept === undefined) return;
    this.#tables.replaceFounding({
      publication: heir,
      ...(kept.map && heir.mapDigest === founder.mapDigest && { map: kept.map }),
      ...(kept.wordsPerPage &&
        heir.wordsDigest === founder.wordsDigest && { wordsPerPage: kept.wordsPerPage }),
    });
  }

  #present(sha256: Sha256): CatalogDocument {
    const document = this.#tables.document(sha256);
    if (document === undefined) throw new Error(`document ${sha256} vanished within a transaction`);
    return this.#listed(document);
  }

  #listed({ ordinal, publication, publishedAt, publishers }: DocumentRow): CatalogDocument {
    // most documents have one publisher: without a look at their names a catalog loads in half the time
    const aliases = publishers > 1 ? this.#aliases(publication) : [];
    return { ordinal, publication, publishedAt, aliases };
  }

  #aliases({ sha256, name }: Publication): string[] {
    const names = this.#tables
      .standing(sha256, ALIAS_SOURCES)
      .flatMap((statement) => statement.publication?.name ?? []);
    return [...new Set(names)].filter((other) => other !== name).slice(0, LIMITS.aliases);
  }
}

function standingOf(statement: StatementRow | undefined): Standing | undefined {
  return statement && { sequence: statement.sequence, withdrawn: statement.publication === undefined };
}

function statementOf(publication: Publication): StatementRow {
  return { publisher: publication.publisher, sequence: publication.sequence, publication };
}

function withdrawnSince(): CodedError {
  return new CodedError(
    'ERR_TRACKER_WITHDRAWN',
    'its publisher has withdrawn it since; publish again with a higher sequence number',
  );
}

function infoHashTaken({ infoHash }: Publication): CodedError {
  return new CodedError(
    'ERR_TRACKER_INFO_HASH_TAKEN',
    `info hash ${infoHash} belongs to a document with other bytes; the info dictionary is not of this file`,
  );
}

function catalogFull(limit: number): CodedError {
  return new CodedError(
    'ERR_TRACKER_CATALOG_FULL',
    `this tracker lists ${limit} documents and takes no more`,
  );
}

function tooManyPublishers(): CodedError {
  return new CodedError(
    'ERR_TRACKER_TOO_MANY_PUBLISHERS',
    'too many have published these bytes already; the document is listed, so just hold it',
  );
}

function notPublisher(): CodedError {
  return new CodedError('ERR_TRACKER_NOT_PUBLISHER', 'this key has not published it; use the key that has');
}

function staleWithdrawal(): CodedError {
  return new CodedError(
    'ERR_TRACKER_STALE_WITHDRAWAL',
    'it was published again since; withdraw with a higher sequence number',
  );
}

/** publishers whose names are looked at for aliases: most call it the same */
const ALIAS_SOURCES = 4 * LIMITS.aliases;
