import { CodedError } from '../../common/errors.ts';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import type {
  DocumentPage,
  PublishAnswer,
  SearchAnswer,
  WithdrawAnswer,
} from '../../common/tracker-api/answers.ts';
import type { HostDetails, HostPage } from '../../common/tracker-api/host-summary.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import type {
  DocumentDetails,
  DocumentSummary,
  Holder,
  PublicationUpload,
  Withdrawal,
} from '../../common/tracker-api/publication.ts';
import { verifyWithdrawal } from '../../common/tracker-api/signature.ts';
import { torrentOf } from '../../common/tracker-api/torrent.ts';
import { uploadOf, type VerifiedUpload, verifyUpload } from '../../common/tracker-api/verify-upload.ts';
import type { Catalog, CatalogDocument } from '../catalog/catalog.ts';
import type { Store } from '../store/store.ts';
import type { Source, Swarms } from '../swarms/swarms.ts';
import { holdersFor } from './holders.ts';
import { holdingsOf, hostFor } from './hosts.ts';
import { identified } from './identified.ts';

/** What a registry stands on. `catalog` shows what `store` keeps: it is changed only after the store has committed. */
export interface RegistryParts {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly swarms: Swarms;
  readonly log: Log;
  /** ms since 1970 */
  now(): number;
}

/** Published documents: taken, taken back, and told of. */
export class Registry {
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #swarms: Swarms;
  readonly #log: Log;
  readonly #now: () => number;
  /** as long as nothing changes a summary stays the same object */
  readonly #summaries = new WeakMap<CatalogDocument, DocumentSummary>();

  constructor({ store, catalog, swarms, log, now }: RegistryParts) {
    this.#store = store;
    this.#catalog = catalog;
    this.#swarms = swarms;
    this.#log = log;
    this.#now = now;
  }

  /**
   * Takes a publication after checking its signature and digests; it is durable when this resolves.
   *
   * @throws {CodedError} as `verifyUpload` and `Store.publish` do
   */
  async publish(upload: PublicationUpload): Promise<PublishAnswer> {
    const { status, document } = await this.#store.publish(verifyUpload(upload), this.#now());
    this.#catalog.put(document);
    const { sha256, name } = upload.publication;
    this.#log.info('published', { status, name, sha256 });
    return { status, publication: document.publication };
  }

  /** @throws {CodedError} ERR_PUBLICATION_FORGED, and as `Store.withdraw` does */
  async withdraw(withdrawal: Withdrawal): Promise<WithdrawAnswer> {
    if (!verifyWithdrawal(withdrawal)) {
      throw new CodedError(
        'ERR_PUBLICATION_FORGED',
        'the signature does not belong to this withdrawal; sign it again',
      );
    }
    const { withdraw: sha256 } = withdrawal;
    const { document } = await this.#store.withdraw(withdrawal, this.#now());
    if (document !== undefined) this.#catalog.put(document);
    else this.#forget(sha256);
    this.#log.info('withdrawn', { sha256, left: document === undefined ? 'nobody' : 'others' });
    return { status: document === undefined ? 'gone' : 'kept', sha256 };
  }

  search(query: string, limit: number): SearchAnswer {
    const { documents, total } = this.#catalog.search(query.slice(0, LIMITS.queryLength), limit);
    return { results: documents.map((document) => this.#summary(document)), total };
  }

  /** @param after `next` of the page before */
  list(after: number, limit: number): DocumentPage {
    const documents = this.#catalog.list(after, limit);
    const last = documents.length === limit ? documents.at(-1) : undefined;
    return {
      documents: documents.map((document) => this.#summary(document)),
      ...(last && { next: String(last.ordinal) }),
    };
  }

  /** The document with the SHA-256 `sha256`; `undefined` for one that is not published. */
  document(sha256: Sha256): DocumentSummary | undefined {
    const document = this.#catalog.get(sha256);
    return document && this.#summary(document);
  }

  /** Documents called exactly `name`. */
  named(name: string, limit: number): DocumentPage {
    return {
      documents: this.#catalog
        .named(name)
        .slice(0, limit)
        .map((document) => this.#summary(document)),
    };
  }

  /**
   * Everything known of a document, with the holders that `asker` can reach.
   *
   * @param id SHA-256, info hash, or six or more first digits of either
   * @throws {CodedError} ERR_TRACKER_NOT_FOUND, ERR_TRACKER_AMBIGUOUS
   */
  async details(id: string, asker: Source): Promise<DocumentDetails> {
    const document = identified(this.#catalog, id);
    const { publication } = document;
    const upload = await this.#store.upload(publication.sha256);
    return {
      ...this.#summary(document),
      publication,
      ...(upload?.wordsPerPage && { wordsPerPage: upload.wordsPerPage }),
      holderList: this.#holders(document, asker),
    };
  }

  /** The holders that `asker` can reach. @throws {CodedError} ERR_TRACKER_NOT_FOUND, ERR_TRACKER_AMBIGUOUS */
  holders(id: string, asker: Source): Holder[] {
    return this.#holders(identified(this.#catalog, id), asker);
  }

  /** The hosts that `asker` can reach, `limit` of them at the most. @param after `next` of the page before */
  hosts(after: number, limit: number, asker: Source): HostPage {
    const now = this.#now();
    const hosts = this.#swarms.hosts(after, limit, now);
    const last = hosts.length === limit ? hosts.at(-1) : undefined;
    return {
      hosts: hosts.flatMap((host) => hostFor(host, asker, now) ?? []),
      ...(last && { next: String(last.ordinal) }),
    };
  }

  /**
   * A host that `asker` can reach, with `limit` of the documents that it holds.
   *
   * @param after `next` of the page before
   * @throws {CodedError} ERR_TRACKER_NO_HOST
   */
  host(id: string, after: number, limit: number, asker: Source): HostDetails {
    const now = this.#now();
    const host = this.#swarms.host(id, now);
    const summary = host && hostFor(host, asker, now);
    if (host === undefined || summary === undefined) {
      throw new CodedError('ERR_TRACKER_NO_HOST', 'no host of that id is here; it may have fallen silent');
    }
    const holdings = holdingsOf(host, this.#catalog, after, limit);
    return { ...summary, holdings, ...(holdings.length === limit && { next: String(after + limit) }) };
  }

  /** Program and version of a host; `undefined` for one that is not here. */
  clientOf(hostId: string): string | undefined {
    return this.#swarms.host(hostId, this.#now())?.client;
  }

  /** The founding publication as it was uploaded. @throws {CodedError} ERR_TRACKER_NOT_FOUND, ERR_TRACKER_AMBIGUOUS */
  async upload(id: string): Promise<PublicationUpload> {
    return uploadOf(await this.#verified(id));
  }

  /** @throws {CodedError} ERR_TRACKER_NOT_FOUND, ERR_TRACKER_AMBIGUOUS, ERR_TRACKER_NO_WORDS */
  async words(id: string): Promise<readonly number[]> {
    const { wordsPerPage } = await this.#verified(id);
    if (wordsPerPage !== undefined) return wordsPerPage;
    throw new CodedError('ERR_TRACKER_NO_WORDS', 'this document was published without words per page');
  }

  /**
   * The `.torrent` of a document.
   *
   * @param announceUrls of this tracker, the best first
   * @throws {CodedError} ERR_TRACKER_NOT_FOUND, ERR_TRACKER_AMBIGUOUS
   */
  async torrent(id: string, announceUrls: readonly string[]): Promise<{ name: string; bytes: Uint8Array }> {
    const upload = await this.#verified(id);
    return { name: `${upload.publication.name}.torrent`, bytes: torrentOf(upload, announceUrls) };
  }

  isPublished(infoHash: InfoHash): boolean {
    return this.#catalog.byInfoHash(infoHash) !== undefined;
  }

  /** Bytes of a published document; `undefined` for any other. */
  sizeOf(infoHash: InfoHash): number | undefined {
    return this.#catalog.byInfoHash(infoHash)?.publication.size;
  }

  /** Counts up with every change of what is published or who holds it. */
  get version(): number {
    return this.#catalog.version + this.#swarms.version;
  }

  get documentCount(): number {
    return this.#catalog.size;
  }

  get hostCount(): number {
    return this.#swarms.hostCount;
  }

  async #verified(id: string): Promise<VerifiedUpload> {
    const { publication } = identified(this.#catalog, id);
    const upload = await this.#store.upload(publication.sha256);
    if (upload !== undefined) return upload;
    throw new CodedError('ERR_TRACKER_NOT_FOUND', `${publication.name} was withdrawn just now`);
  }

  #holders({ publication }: CatalogDocument, asker: Source): Holder[] {
    const now = this.#now();
    return holdersFor(this.#swarms.members(publication.infoHash, now), asker, now);
  }

  #forget(sha256: CatalogDocument['publication']['sha256']): void {
    const document = this.#catalog.get(sha256);
    this.#catalog.remove(sha256);
    if (document !== undefined) this.#swarms.forget(document.publication.infoHash);
  }

  #summary(document: CatalogDocument): DocumentSummary {
    const { publication, aliases, publishedAt } = document;
    const { sha256, infoHash, md5, name, title, author, subject, keywords, pages, size } = publication;
    const holders = this.#swarms.size(infoHash);
    const known = this.#summaries.get(document);
    if (known?.holders === holders) return known;
    const summary = {
      sha256,
      infoHash,
      md5,
      name,
      aliases,
      title,
      author,
      subject,
      keywords,
      pages,
      size,
      holders,
      publishedAt,
    };
    this.#summaries.set(document, summary);
    return summary;
  }
}

/** enough that the worker is not asked often, and few: all of a batch is in memory three times */
const LOAD_BATCH = 200;

/** Fills `catalog` with all that `store` keeps. */
export async function loadCatalog(store: Store, catalog: Catalog): Promise<void> {
  let coming = store.documents(0, LOAD_BATCH);
  for (;;) {
    const documents = await coming;
    const last = documents.at(-1);
    if (last === undefined) return;
    coming = store.documents(last.ordinal, LOAD_BATCH); // read while these are put in order
    for (const document of documents) catalog.put(document);
  }
}
