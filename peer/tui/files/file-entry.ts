import type { Messages } from '../../../common/messages/messages.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { type Span, type Style, span } from '../../../common/terminal/line.ts';
import type { FileRow, Transfer } from '../../operations/operations.ts';
import { isWhole } from '../details/facts.ts';
import type { Feed } from '../feed.ts';

/** A document of this node, with the transfer that brings it, if there is one. */
export interface FileEntry {
  readonly file: FileRow;
  readonly transfer: Transfer | undefined;
}

/** What a document is at; the order in which the states are sorted, what needs a person first. */
const STATES = [
  'missing',
  'changed',
  'failed',
  'fetching',
  'finding',
  'verifying',
  'waiting',
  'paused',
  'partial',
  'serving',
  'idle',
] as const;
type FileState = (typeof STATES)[number];

/** The rows of a feed; made again only when it has changed, and one that is the same stays the same object. */
export class FileEntries {
  readonly #feed: Feed;
  #version = '';
  #entries = new Map<string, FileEntry>();
  #rows: readonly FileEntry[] = [];

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** All of them, in no order. The same array as long as nothing changes. */
  get rows(): readonly FileEntry[] {
    const version = `${this.#feed.version('files')} ${this.#feed.version('transfers')}`;
    if (version !== this.#version) this.#refresh(version);
    return this.#rows;
  }

  #refresh(version: string): void {
    const entries = new Map<string, FileEntry>();
    for (const [infoHash, file] of this.#feed.files) {
      const transfer = isWhole(file) ? undefined : this.#feed.transferOf(infoHash);
      const known = this.#entries.get(infoHash);
      const same = known?.file === file && known.transfer === transfer;
      entries.set(infoHash, same ? known : { file, transfer });
    }
    this.#version = version;
    this.#entries = entries;
    this.#rows = [...entries.values()];
  }
}

/** What the document is at. */
function stateOf({ file, transfer }: FileEntry): FileState {
  if (file.state === 'missing' || file.state === 'changed') return file.state;
  if (file.state === 'checking') return 'verifying';
  if (isWhole(file)) return file.state === 'idle' ? 'idle' : 'serving';
  switch (transfer?.state) {
    case 'running':
      return runningState(transfer);
    case 'waiting':
    case 'paused':
    case 'failed':
      return transfer.state;
    default:
      return file.state === 'fetching' ? 'fetching' : 'partial';
  }
}

function runningState({ step }: Transfer): FileState {
  if (step === 'finding' || step === 'probing') return 'finding';
  return step === 'verifying' || step === 'announcing' ? 'verifying' : 'fetching';
}

/** How much is here, 0-100. */
function heldPercent({ file, transfer }: FileEntry): number {
  if (isWhole(file)) return 100;
  const arrived =
    transfer !== undefined && transfer.size > 0 ? (100 * transfer.verifiedBytes) / transfer.size : 0;
  return Math.max(file.heldPercent, arrived);
}

/** Orders by state: what is damaged first, what just serves last; among those that arrive, who has most. */
export function byState(a: FileEntry, b: FileEntry): number {
  return STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)) || heldPercent(b) - heldPercent(a);
}

/** The state in a sign, in words and in a colour. */
export function stateSpan(entry: FileEntry, messages: Messages, glyphs: Glyphs): Span {
  const state = stateOf(entry);
  const [sign, style] = signOf(state, glyphs);
  return span(`${sign} ${stateText(entry, state, messages)}`, style);
}

function stateText(entry: FileEntry, state: FileState, { files }: Messages): string {
  const { states } = files;
  const percent = `${Math.floor(heldPercent(entry))} %`;
  switch (state) {
    case 'fetching':
    case 'paused':
    case 'failed':
      return states[state](percent);
    case 'partial':
      return partialText(entry, percent, states);
    default:
      return states[state];
  }
}

function partialText({ file }: FileEntry, percent: string, states: Messages['files']['states']): string {
  return file.pages > 0 ? states.partial(file.pagesHeld, file.pages) : states.partialBytes(percent);
}

function signOf(state: FileState, glyphs: Glyphs): readonly [sign: string, style: Style] {
  switch (state) {
    case 'serving':
      return [glyphs.tick, 'good'];
    case 'idle':
      return ['-', 'dim'];
    case 'missing':
    case 'changed':
      return ['!', 'bad'];
    case 'failed':
      return [glyphs.cross, 'bad'];
    case 'paused':
      return ['=', 'warning'];
    case 'partial':
      return ['%', 'warning'];
    case 'waiting':
      return [glyphs.ellipsis, 'dim'];
    default:
      return [glyphs.down, 'accent'];
  }
}
