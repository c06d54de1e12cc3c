import { describeFailure } from '../../../common/messages/describe-failure.ts';
import { beside } from '../../../common/terminal/box.ts';
import type { MousePress } from '../../../common/terminal/component.ts';
import { fitLines, type Line, line, type Size } from '../../../common/terminal/line.ts';
import { Scroll } from '../../../common/terminal/scroll.ts';
import { wrapShort } from '../../../common/terminal/wrap-text.ts';
import type { PlannedHolder } from '../../operations/operations.ts';
import type { PaneParts } from '../pane.ts';
import { type DocumentFacts, type DocumentName, factsFrom, holderRows, pagesOf } from './facts.ts';
import { Follower } from './follower.ts';
import { PagePictures } from './page-pictures.ts';
import { type DetailsLook, factLines, holderLines, mapLines, wordsLines } from './view.ts';

/** What details show that only who opens them knows. */
export interface DetailsOptions {
  /** state of the document in words */
  readonly state?: (facts: DocumentFacts) => Line;
  /** its holders as a download has ranked them */
  readonly planned?: (infoHash: string) => readonly PlannedHolder[];
}

/** A part of the lines that the mouse knows. */
interface MapPlace {
  readonly top: number;
  pageAt(column: number, row: number): number | undefined;
}

/** from here on the picture of a page has room beside the text, cells */
const WIDE = 60;
const MOST_PICTURE_COLUMNS = 40;
/** lines of the map where it is one part among others */
const MAP_ROWS = 16;

/**
 * Everything about one document: what it is, words on each page, the map of its pages, who holds it, a page as a picture.
 * It asks the node about the document that it shows, as long as it shows one.
 */
export class DetailsPane {
  readonly #parts: PaneParts;
  readonly #options: DetailsOptions;
  readonly #follower: Follower;
  readonly #pictures: PagePictures;
  #document: DocumentName | undefined;
  #page = 0;
  readonly #scroll = new Scroll();
  #enlarged = false;
  #map: MapPlace | undefined;

  constructor(parts: PaneParts, options: DetailsOptions = {}) {
    this.#parts = parts;
    this.#options = options;
    this.#follower = new Follower(parts);
    this.#pictures = new PagePictures(parts.operations, () => parts.host.redraw(), parts.signal);
    const leave = parts.feed.listen('files', () => this.#follower.filesChanged());
    parts.signal.addEventListener('abort', leave, { once: true });
  }

  /** Shows `document`; with `undefined` nothing, and asks nothing. */
  show(document: DocumentName | undefined): void {
    if (document?.infoHash !== this.#document?.infoHash) {
      this.#page = 0;
      this.#scroll.reset();
    }
    this.#document = document;
    this.#follower.follow(document);
    if (document === undefined) this.#pictures.stop();
  }

  /** What is shown at present. */
  get document(): DocumentName | undefined {
    return this.#document;
  }

  /** Whether the map of the pages has all the room. */
  get enlarged(): boolean {
    return this.#enlarged;
  }

  /** Where it is scrolled to, for a border; empty where all is seen. */
  get note(): string {
    return this.#scroll.note;
  }

  contexts(): readonly string[] {
    return ['details'];
  }

  act(action: string): boolean {
    switch (action) {
      case 'map':
        this.#enlarged = !this.#enlarged;
        this.#scroll.reset();
        break;
      case 'page-before':
        this.#choosePage(this.#page - 1);
        break;
      case 'page-after':
        this.#choosePage(this.#page + 1);
        break;
      case 'details-down':
        this.#scroll.move(1);
        break;
      case 'details-up':
        this.#scroll.move(-1);
        break;
      default:
        return false;
    }
    this.#parts.host.redraw();
    return true;
  }

  /** Does what a key of the context `list` asks for, where the details have all keys. @returns whether it knows the action */
  scroll(action: string): boolean {
    return this.#scroll.act(action);
  }

  mouse(press: MousePress): boolean {
    if (this.#scroll.mouse(press)) return true;
    const page = this.#map?.pageAt(press.column, press.row + this.#scroll.top - this.#map.top);
    if (page === undefined) return false;
    this.#choosePage(page);
    this.#parts.host.redraw();
    return true;
  }

  view(size: Size): readonly Line[] {
    const facts = this.#facts();
    if (facts === undefined) return fitLines([], size);
    const lines = this.#enlarged ? this.#enlargedLines(facts, size) : this.#lines(facts, size);
    return fitLines(this.#scroll.window(lines, size.rows), size);
  }

  /** Lines that it takes to show all of it in `columns`, where there are at most `rows`. */
  height({ columns, rows }: Size): number {
    const facts = this.#facts();
    if (facts === undefined) return rows;
    const blank = (room: number) =>
      this.#hasPicture(facts)
        ? Array.from({ length: 1 + pictureRows({ columns: room, rows }) }, () => [])
        : [];
    return this.#composed(facts, columns, blank).lines.length;
  }

  #enlargedLines(facts: DocumentFacts, { columns, rows }: Size): readonly Line[] {
    const map = mapLines(facts, rows, this.#look(columns));
    this.#map = map && { top: 0, pageAt: map.pageAt };
    return map?.lines ?? [line(this.#parts.messages.details.map.none, 'dim')];
  }

  #lines(facts: DocumentFacts, size: Size): readonly Line[] {
    const { lines, map } = this.#composed(facts, size.columns, (room) =>
      this.#pictureLines(facts, { columns: room, rows: size.rows }),
    );
    this.#map = map;
    return lines;
  }

  /** All parts in their order. @param pictureIn the picture of the chosen page in so many columns */
  #composed(
    facts: DocumentFacts,
    columns: number,
    pictureIn: (columns: number) => readonly Line[],
  ): { readonly lines: readonly Line[]; readonly map: MapPlace | undefined } {
    const wide = columns >= WIDE && this.#hasPicture(facts);
    const pictureColumns = Math.min(MOST_PICTURE_COLUMNS, wide ? Math.floor(columns * 0.4) : columns);
    const picture = pictureIn(pictureColumns);
    const left = this.#look(wide ? columns - pictureColumns - 2 : columns);
    const state = this.#options.state?.(facts) ?? [];
    const text = [
      ...factLines(facts, state, left),
      ...this.#troubleLines(facts),
      ...section(wordsLines(facts, left)),
    ];
    const top = wide
      ? beside(
          [
            { lines: text, columns: columns - pictureColumns },
            { lines: picture, columns: pictureColumns },
          ],
          Math.max(text.length, picture.length),
        )
      : text;
    const map = mapLines(facts, MAP_ROWS, this.#look(columns));
    const lines = [
      ...top,
      ...section(map?.lines ?? []),
      ...section(this.#holderLines(facts, columns)),
      ...(wide ? [] : section(picture)),
    ];
    return { lines, map: map && { top: top.length + 1, pageAt: map.pageAt } };
  }

  #troubleLines({ details, trouble, summary }: DocumentFacts): readonly Line[] {
    const texts = this.#parts.messages.details;
    if (trouble !== undefined)
      return [line(texts.unknown(describeFailure(trouble, this.#parts.messages)), 'warning')];
    return details === undefined && summary === undefined ? [line(texts.reading, 'dim')] : [];
  }

  #holderLines(facts: DocumentFacts, columns: number): readonly Line[] {
    if (facts.details === undefined) return [];
    const planned = this.#options.planned?.(facts.document.infoHash) ?? [];
    const peers = this.#parts.feed.network?.peers ?? [];
    const about = peers.filter(({ infoHash }) => infoHash === facts.document.infoHash);
    const rows = holderRows(facts.details.holderList, planned, about);
    return holderLines(rows, pagesOf(facts), this.#look(columns));
  }

  /** the chosen page, fitted into `room`, with its number above */
  #pictureLines(facts: DocumentFacts, { columns, rows }: Size): readonly Line[] {
    if (!this.#hasPicture(facts)) return [];
    const texts = this.#parts.messages.details.picture;
    const heading = line(texts.page(this.#page + 1, pagesOf(facts)), 'title');
    const room = { columns, rows: pictureRows({ columns, rows }) };
    const here = facts.heat?.held[this.#page] === 100 || facts.file?.heldPercent === 100;
    const wish = {
      document: facts.document.infoHash,
      page: this.#page + 1,
      ...room,
      edition: here ? 'here' : '',
      ascii: this.#parts.host.glyphs.ascii,
    };
    const view = this.#pictures.look(wish);
    if (view === undefined) return [heading, line(texts.drawing, 'dim')];
    if (view.trouble === undefined) return [heading, ...view.lines];
    return [
      heading,
      line(texts.none, 'dim'),
      ...wrapShort(describeFailure(view.trouble, this.#parts.messages), columns, 4).map((text) =>
        line(text, 'dim'),
      ),
    ];
  }

  #hasPicture(facts: DocumentFacts): boolean {
    return pagesOf(facts) > 0 && facts.file !== undefined;
  }

  #choosePage(page: number): void {
    const facts = this.#facts();
    const pages = facts === undefined ? 0 : pagesOf(facts) || (facts.heat?.pages ?? 0);
    this.#page = Math.max(0, Math.min(page, pages - 1));
  }

  #facts(): DocumentFacts | undefined {
    const document = this.#document;
    if (document === undefined) return undefined;
    const told = this.#follower.told;
    return {
      document,
      ...factsFrom(this.#parts.feed, document),
      details: told?.details,
      trouble: told?.trouble,
      heat: this.#follower.heat,
      page: this.#page,
    };
  }

  #look(columns: number): DetailsLook {
    return { glyphs: this.#parts.host.glyphs, messages: this.#parts.messages, columns };
  }
}

/** Rows of a page of A4 in cells that are twice as high as wide, with a line left above it. */
function pictureRows({ columns, rows }: Size): number {
  return Math.max(1, Math.min(Math.ceil(columns * 0.71), rows - 1));
}

/** `lines` after an empty one; nothing where there are none. */
function section(lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], ...lines];
}
