import type { InfoHash } from '../../common/ids.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import { describeKept } from './describe.ts';
import type { Content } from './document-bytes.ts';
import { contentOfFolder } from './folder.ts';
import { ServedContent } from './served.ts';
import { openWhole } from './whole.ts';

/** How long a document's file stays open after the last one who used it, ms. */
const LINGER_MS = 60_000;

/** A content that somebody uses; it stays open until it is given back. */
export interface Loan {
  readonly content: Content;
  giveBack(): void;
}

/** The contents that this node can serve: whole documents of its library, opened when asked for, and downloads. */
export interface Shelf extends AsyncDisposable {
  /** The content of a document; `undefined` for one that is not here or whose file is gone, changed or unreadable. */
  borrow(infoHash: InfoHash): Promise<Loan | undefined>;
  /**
   * Puts a running download on the shelf.
   *
   * @returns what takes it off again; who is served from it goes on with the whole document, if that is here by then
   */
  put(content: Content): () => Promise<void>;
  /** What those are to be served from whom we have connected to for the download `content`. @returns as `borrow` */
  lend(content: Content): Loan;
  /** what is on the shelf because it is being downloaded */
  downloads(): readonly Content[];
  /** Closes the document's file, so that it can be moved or deleted. */
  drop(infoHash: InfoHash): Promise<void>;
}

interface Entry {
  readonly opening: Promise<Content | undefined>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** @param lost called when a document's file turns out to be gone, changed or unreadable */
export function createShelf(library: Library, lost: (document: LibraryDocument) => void): Shelf {
  const entries = new Map<InfoHash, Entry>();
  const downloads = new Map<InfoHash, { readonly content: Content; readonly served: ServedContent }>();

  async function close(infoHash: InfoHash, entry: Entry): Promise<void> {
    clearTimeout(entry.timer);
    if (entries.get(infoHash) === entry) entries.delete(infoHash);
    await (await entry.opening)?.[Symbol.asyncDispose]();
  }

  function entryOf(infoHash: InfoHash): Entry {
    const known = entries.get(infoHash);
    if (known !== undefined) return known;
    const changed = (): void => void lookAgain(infoHash, fresh);
    const opening = openFromLibrary(library, infoHash, { lost, changed });
    const fresh: Entry = { opening, users: 0, timer: undefined };
    entries.set(infoHash, fresh);
    return fresh;
  }

  async function borrowWhole(infoHash: InfoHash): Promise<Loan | undefined> {
    const entry = entryOf(infoHash);
    entry.users++;
    clearTimeout(entry.timer);
    const content = await entry.opening;
    if (content === undefined) {
      // what is not here now may come back; a newer entry is another's
      if (entries.get(infoHash) === entry) entries.delete(infoHash);
      return undefined;
    }
    return {
      content,
      giveBack() {
        if (--entry.users > 0) return;
        entry.timer = setTimeout(() => void close(infoHash, entry), LINGER_MS);
        entry.timer.unref();
      },
    };
  }

  function lend(content: Content): Loan {
    const { infoHash } = content.description.info;
    const download = downloads.get(infoHash);
    if (download?.content !== content) return { content, giveBack: () => undefined };
    return { content: download.served, giveBack: download.served.use() };
  }

  /** A file changed while it was open: what was only touched is lent again, anything else is lost. */
  async function lookAgain(infoHash: InfoHash, entry: Entry): Promise<void> {
    if (entries.get(infoHash) !== entry) return;
    entries.delete(infoHash); // who has it keeps it open, and can read no more of it
    (await borrowWhole(infoHash))?.giveBack();
  }

  return {
    async borrow(infoHash) {
      const download = downloads.get(infoHash);
      return download === undefined ? borrowWhole(infoHash) : lend(download.content);
    },
    lend,
    put(content) {
      const { infoHash } = content.description.info;
      const served = new ServedContent(content);
      downloads.set(infoHash, { content, served });
      return async () => {
        if (downloads.get(infoHash)?.content !== content) return;
        downloads.delete(infoHash);
        const whole = content.complete ? await borrowWhole(infoHash) : undefined;
        if (whole !== undefined) served.become(whole);
      };
    },
    downloads: () => [...downloads.values()].map(({ content }) => content),
    async drop(infoHash) {
      const entry = entries.get(infoHash);
      if (entry !== undefined) await close(infoHash, entry);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...entries].map(([infoHash, entry]) => close(infoHash, entry)));
    },
  };
}

/** Who hears what becomes of a document's file. */
interface Fate {
  /** it is gone, or not the document any more */
  lost(document: LibraryDocument): void;
  /** it is not as it was when it was opened */
  changed(): void;
}

async function openFromLibrary(
  library: Library,
  infoHash: InfoHash,
  { lost, changed }: Fate,
): Promise<Content | undefined> {
  const document = library.get(infoHash);
  const torrent = await library.torrentOf(infoHash);
  if (document === undefined || torrent === undefined) return undefined;
  try {
    // whoever asks for what is gone makes us search for it nowhere else
    if ((await library.recheck(document, { inPlace: true })) === 'serving') {
      return await openDocument(library, library.get(infoHash) ?? document, torrent, changed);
    }
  } catch {
    // its file cannot be read, or changes this moment; or the .torrent that we keep of it is damaged
  }
  lost(document);
  return undefined;
}

async function openDocument(
  library: Library,
  document: LibraryDocument,
  torrent: Uint8Array,
  changed: () => void,
): Promise<Content> {
  const description = await describeKept(library, document, torrent);
  const { path, files } = document;
  return files === undefined
    ? await openWhole(description, document, changed)
    : contentOfFolder(description, { path, files }, changed);
}
