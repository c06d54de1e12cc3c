import { access, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../../common/errors.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import type { Log } from '../../common/runtime/log.ts';
import { pause } from '../../common/runtime/pause.ts';
import { watchFolder } from '../../common/runtime/watch-folder.ts';
import { type Library, type LibraryDocument, safeName } from '../library/library.ts';
import { digestsOfFile } from '../verify/verify.ts';
import { Arrivals, type FoundFile, keyOf } from './arrivals.ts';
import { filesIn, hasPdfEnd } from './files-in.ts';
import { type Memory, openMemory } from './memory.ts';

/** What is done with what comes. Both throw for what is refused. */
export interface FolderWork {
  readonly library: Library;
  /** @param listener called when a document is offered that was not; what it returns ends that */
  onGained(listener: () => void): () => void;
  /** publishes the PDF at `path` */
  publish(path: string, signal: AbortSignal): Promise<void>;
  /** fetches the document of the `.torrent` at `path` */
  fetch(path: string, signal: AbortSignal): Promise<void>;
  readonly log: Log;
}

/** How often folders are read where the system tells nothing of changes, ms; less often where there is much in them. */
const READ_MS = 30_000;
const READ_MS_PER_DOCUMENT = 30;
/** And while something is arriving. */
const READ_SOON_MS = 1000;
/** With these, time may help: such a file is tried again when the folder is read next. */
const TRY_AGAIN = new Set(['ERR_TRACKER_UNREACHABLE', 'ERR_METADATA_NOT_FOUND', 'ERR_TRANSFER_QUEUE_FULL']);

/**
 * Publishes PDFs that are put into `library/`, fetches what a `.torrent` in `torrents/` describes, and keeps the `.torrent` of
 * each document there. A file is dealt with once for as long as it stays as it is; its own files never. (docs/decisions/0036)
 */
export class WatchedFolders implements AsyncDisposable {
  readonly #work: FolderWork;
  readonly #torrents: string;
  readonly #ending = new AbortController();
  readonly #pdfs = new Arrivals();
  readonly #metainfos = new Arrivals();
  /** those of which it was told that they are tried again */
  readonly #told = new Set<string>();
  readonly #over: Promise<void>;
  #stir: () => void = () => undefined;
  /** something happened since the folders were last read */
  #stirred = false;

  constructor(work: FolderWork) {
    this.#work = work;
    this.#torrents = join(work.library.folders.data, 'torrents');
    this.#over = this.#run(this.#ending.signal).catch((error: unknown) => {
      work.log.warn('folders-not-watched', { err: error });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#over;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { library } = this.#work;
    await mkdir(this.#torrents, { recursive: true });
    const memory = await openMemory(join(library.folders.data, 'watched.json'));
    const stir = (): void => {
      this.#stirred = true;
      this.#stir();
    };
    using _library = watchFolder(library.folders.library, stir);
    using _torrents = watchFolder(this.#torrents, stir);
    const forget = this.#work.onGained(stir); // its `.torrent` is kept
    while (!signal.aborted) {
      this.#stirred = false;
      await this.#read(memory, signal).catch((error: unknown) => {
        if (!signal.aborted) this.#work.log.warn('folders-not-read', { err: error });
      });
      await this.#rest(signal);
    }
    forget();
  }

  async #rest(signal: AbortSignal): Promise<void> {
    const stirred = new AbortController();
    this.#stir = () => stirred.abort();
    const arriving = this.#pdfs.waiting || this.#metainfos.waiting;
    const many = this.#work.library.documents().length * READ_MS_PER_DOCUMENT;
    const ms = arriving ? READ_SOON_MS : Math.max(READ_MS, many);
    if (!this.#stirred) await pause(ms, AbortSignal.any([signal, stirred.signal]), { unref: true });
    if (this.#stirred) await pause(READ_SOON_MS, signal, { unref: true });
  }

  async #read(memory: Memory, signal: AbortSignal): Promise<void> {
    // a disk that is away for a moment has not lost its files
    for (const folder of [this.#work.library.folders.library, this.#torrents]) await access(folder);
    const pdfs = await filesIn(this.#work.library.folders.library, '.pdf');
    await this.#keepTorrents(memory);
    const torrents = await filesIn(this.#torrents, '.torrent', 0);
    forgetGone(memory, [...pdfs, ...torrents]);
    const now = performance.now();
    const always = async (): Promise<boolean> => true;
    for (const file of await this.#pdfs.ripe(this.#newPdfs(pdfs, memory), now, hasPdfEnd))
      await this.#once(memory, file, signal, () => this.#publish(file, signal));
    const fresh = torrents.filter((file) => memory.done.get(file.path) !== keyOf(file));
    for (const file of await this.#metainfos.ripe(fresh, now, always))
      await this.#once(memory, file, signal, () => this.#work.fetch(file.path, signal));
    await memory.save();
  }

  /** PDFs that are neither on record nor were dealt with; of our own publications also those that are other now. */
  #newPdfs(pdfs: readonly FoundFile[], memory: Memory): FoundFile[] {
    const onRecord = new Map<string, LibraryDocument>();
    for (const document of this.#work.library.documents()) {
      onRecord.set(document.path, document);
      for (const { path } of document.files ?? [])
        onRecord.set(join(document.path, ...path.split('/')), document);
    }
    return pdfs.filter((file) => {
      const document = onRecord.get(file.path);
      const unchanged = document?.size === file.size && document.mtimeMs === file.mtimeMs;
      // what somebody writes into a document that was fetched is his own, and stays it when the document goes
      const isOwn = document?.published === true && document.files === undefined;
      if (document !== undefined && (unchanged || !isOwn)) memory.done.set(file.path, keyOf(file));
      return memory.done.get(file.path) !== keyOf(file);
    });
  }

  /** Publishes a file, unless it is a copy of what is here. */
  async #publish(file: FoundFile, signal: AbortSignal): Promise<void> {
    const { library, publish, log } = this.#work;
    const alike = library.documents().filter(({ size }) => size === file.size);
    if (alike.length > 0) {
      const { sha256 } = await digestsOfFile(file.path);
      const same = alike.find((document) => document.sha256 === sha256);
      if (same !== undefined && (await library.recheck(same, { signal })) === 'serving') return;
    }
    await publish(file.path, signal);
    log.info('watched-file-published', { path: file.path });
  }

  /** Does `work` with a file once for as long as that stays as it is; what fails is named once. */
  async #once(
    memory: Memory,
    file: FoundFile,
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    const { log } = this.#work;
    try {
      await work();
    } catch (error) {
      if (signal.aborted) throw error;
      const again = TRY_AGAIN.has(codeOf(error) ?? '');
      const told = `${file.path} ${keyOf(file)}`;
      if (!this.#told.has(told))
        log.warn('watched-file-refused', { path: file.path, again, reason: messageOf(error) });
      this.#told.add(told);
      if (again) return;
    }
    memory.done.set(file.path, keyOf(file));
    await memory.save();
  }

  /** Puts the `.torrent` of each document into the folder, and takes away those of documents that are gone. */
  async #keepTorrents(memory: Memory): Promise<void> {
    const { library } = this.#work;
    const there = new Map((await filesIn(this.#torrents, '.torrent', 0)).map((file) => [file.path, file]));
    const documents = new Map(library.documents().map((document) => [document.infoHash as string, document]));
    for (const [infoHash, path] of memory.kept) {
      const file = there.get(path);
      if (file !== undefined && documents.delete(infoHash)) continue;
      memory.kept.delete(infoHash);
      // only what we wrote ourselves, and nobody has written since
      if (file !== undefined && memory.done.get(path) === keyOf(file)) await rm(path, { force: true });
    }
    for (const document of documents.values()) {
      const torrent = await library.torrentOf(document.infoHash);
      if (torrent !== undefined) await this.#keepTorrent(memory, document, torrent, there);
    }
  }

  async #keepTorrent(
    memory: Memory,
    { infoHash, name }: LibraryDocument,
    torrent: Uint8Array,
    there: Map<string, FoundFile>,
  ): Promise<void> {
    const names = [`${name}.torrent`, `${name} ${infoHash.slice(0, 8)}.torrent`, `${infoHash}.torrent`];
    const path = names.map((one) => join(this.#torrents, safeName(one))).find((one) => !there.has(one));
    if (path === undefined) return;
    await writeAtomically(path, torrent);
    const { size, mtimeMs } = await stat(path);
    there.set(path, { path, size, mtimeMs });
    memory.kept.set(infoHash, path);
    memory.done.set(path, keyOf({ path, size, mtimeMs }));
  }
}

/** What is not there any more may come again. */
function forgetGone(memory: Memory, files: readonly FoundFile[]): void {
  const there = new Set(files.map(({ path }) => path));
  for (const path of memory.done.keys()) if (!there.has(path)) memory.done.delete(path);
}
