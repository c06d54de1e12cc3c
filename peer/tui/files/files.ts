import { boxed } from '../../../common/terminal/box.ts';
import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { fitLines, type Line, type Size } from '../../../common/terminal/line.ts';
import { TablePane } from '../../../common/terminal/table-pane.ts';
import { DetailsPane } from '../details/details.ts';
import type { DocumentFacts } from '../details/facts.ts';
import { type Machine, thisMachine } from '../machine.ts';
import type { PaneParts } from '../pane.ts';
import { droppedPaths } from '../picker/dropped-paths.ts';
import { openPicker } from '../picker/picker.ts';
import { confirmDropped } from './dropped.ts';
import { FileEntries, type FileEntry, stateSpan } from './file-entry.ts';
import { innerSize, isWide, type Layout, layOut, type Place, pressIn, type Shown } from './layout.ts';
import { PublishDialog } from './publish-dialog.ts';
import type { PublishJob } from './publish-job.ts';
import { stripLine } from './publish-view.ts';
import { emptyLines, fileColumns, fileSorts, hintsOf, totalsText } from './view.ts';
import { workOn } from './work-on.ts';

/** What the tab is made with. */
export interface FilesParts extends PaneParts {
  /** goes on from one set of tabs to the next */
  readonly publishing: PublishJob;
}

/** The tab My files. */
export function createFilesPane(parts: FilesParts, machine: Machine = thisMachine()): Component {
  return new FilesPane(parts, machine);
}

/** The tab My files: what this node shares and what is arriving; publishing; details. */
class FilesPane implements Component {
  readonly #parts: PaneParts;
  readonly #machine: Machine;
  readonly #entries: FileEntries;
  readonly #table: TablePane<FileEntry>;
  readonly #details: DetailsPane;
  readonly #job: PublishJob;
  #rows: readonly FileEntry[] = [];
  #shown: Shown = 'list';
  #visible = false;
  #size: Size = { columns: 80, rows: 24 };
  #layout: Layout = layOut(this.#size, 'list', false);
  #dialog: PublishDialog | undefined;
  /** what came of publishing is to be seen yet */
  #unread = false;
  /** where the last file was picked */
  #folder: string | undefined;

  constructor(parts: FilesParts, machine: Machine) {
    this.#parts = parts;
    this.#machine = machine;
    this.#entries = new FileEntries(parts.feed);
    this.#job = parts.publishing;
    this.#job.onChange = () => this.#publishingChanged();
    this.#details = new DetailsPane(parts, { state: (facts) => this.#stateLine(facts) });
    this.#table = new TablePane<FileEntry>({
      columns: fileColumns(parts.messages, parts.host.glyphs),
      key: ({ file }) => file.infoHash,
      sorts: fileSorts(parts.messages),
      text: ({ file }) => file.name,
      empty: () => emptyLines(parts.feed.isComplete('files'), parts.messages),
      messages: parts.messages,
      host: parts.host,
      onOpen: () => this.#enlarge(),
      onCursor: () => this.#follow(),
    });
    for (const part of ['files', 'transfers'] as const) {
      const leave = parts.feed.listen(part, () => this.#changed());
      parts.signal.addEventListener('abort', leave, { once: true });
    }
  }

  get editing(): boolean {
    return this.#table.editing && this.#shown !== 'details';
  }

  get hints(): readonly string[] {
    return hintsOf(this.#shown, this.editing, this.#table.chosen);
  }

  contexts(): readonly string[] {
    if (this.editing) return this.#table.contexts();
    if (this.#shown === 'details') return ['files', 'details', 'list'];
    return ['files', 'details', ...this.#table.contexts()];
  }

  act(action: string): boolean {
    if (this.editing) return this.#table.act(action);
    if (this.#actOnChosen(action)) return true;
    switch (action) {
      case 'publish':
        this.#pick();
        return true;
      case 'publishing':
        this.#showPublishing();
        return true;
      case 'details':
        this.#enlarge();
        return true;
      case 'back':
        return this.#back();
      case 'map':
        return this.#enlargeMap();
      default:
        return this.#shown === 'details' ? this.#actInDetails(action) : this.#actInList(action);
    }
  }

  type(key: KeyPress): void {
    this.#table.type(key);
  }

  /** A path that is dropped is published; in the filter text is text. */
  paste(text: string): boolean {
    if (this.editing) return this.#table.paste(text);
    const readings = droppedPaths(text);
    if (readings.length === 0) return false;
    void confirmDropped(this.#parts, this.#machine.disk, readings).then((paths) => {
      if (paths !== undefined) this.publish(paths, false);
    });
    return true;
  }

  mouse(press: MousePress): boolean {
    const { list, details, strip } = this.#layout;
    const inDetails = pressIn(press, details);
    if (inDetails !== undefined) return this.#details.mouse(inDetails);
    const inList = pressIn(press, list);
    if (inList !== undefined) return this.#table.mouse(inList);
    if (strip === undefined || press.row !== strip.top || press.type !== 'press') return false;
    this.#showPublishing();
    return true;
  }

  shown(): void {
    this.#visible = true;
    this.#follow();
  }

  hidden(): void {
    this.#visible = false;
    this.#details.show(undefined);
  }

  view(size: Size): readonly Line[] {
    this.#size = size;
    this.#refresh();
    const layout = layOut(
      size,
      this.#shown,
      this.#dialog === undefined && (this.#job.running || this.#unread),
    );
    this.#layout = layout;
    const list = layout.list && this.#listLines(layout.list);
    const details = layout.details && this.#detailsLines(layout.details);
    const rows = Math.max(layout.list?.rows ?? 0, layout.details?.rows ?? 0);
    const main = Array.from({ length: rows }, (_, row) => [
      ...(list?.[row] ?? []),
      ...(details?.[row] ?? []),
    ]);
    return fitLines(layout.strip === undefined ? main : [...main, this.#strip(size.columns)], size);
  }

  /** Publishes files and folders, and shows how it goes on. */
  publish(paths: readonly string[], any: boolean): void {
    this.#job.start({ paths, copy: false, any });
    this.#showPublishing();
  }

  #actOnChosen(action: string): boolean {
    const cursor = this.#table.cursor;
    const alone = cursor === undefined ? [] : [cursor];
    const chosen = this.#shown === 'details' ? alone : this.#table.chosen;
    const work = workOn(action, this.#parts, this.#machine, { chosen, cursor });
    void work?.();
    return work !== undefined;
  }

  #actInList(action: string): boolean {
    if (this.#shown === 'beside' && this.#details.act(action)) return true;
    return this.#table.act(action);
  }

  #actInDetails(action: string): boolean {
    return this.#details.scroll(action) || this.#details.act(action);
  }

  /** list -> list and details, where there is room -> details alone -> list */
  #enlarge(): void {
    const { cursor } = this.#table;
    if (this.#shown === 'details') this.#shown = 'list';
    else if (cursor !== undefined) {
      this.#table.list.select(cursor.file.infoHash); // stays under the cursor when others come before it
      this.#shown = this.#shown === 'list' && isWide(this.#size) ? 'beside' : 'details';
    }
    this.#follow();
    this.#parts.host.redraw();
  }

  #enlargeMap(): boolean {
    if (this.#table.cursor === undefined) return true;
    if (this.#shown !== 'list') return this.#details.act('map');
    this.#enlarge();
    return this.#details.enlarged ? true : this.#details.act('map');
  }

  #back(): boolean {
    if (this.#shown === 'list') return this.#table.act('table-clear');
    if (this.#details.enlarged) return this.#details.act('map');
    this.#shown = 'list';
    this.#follow();
    this.#parts.host.redraw();
    return true;
  }

  /** the details are of the row under the cursor, as long as they are seen */
  #follow(): void {
    const entry = this.#visible && this.#shown !== 'list' ? this.#table.cursor : undefined;
    this.#details.show(entry?.file);
  }

  #changed(): void {
    if (!this.#visible) return;
    if (this.#shown !== 'list') this.#keepDetails();
    this.#parts.host.redraw();
  }

  /** details that stand alone go with their document; those beside the list are of the row under the cursor, whichever it is now */
  #keepDetails(): void {
    this.#refresh();
    const { document } = this.#details;
    const isThere = document === undefined || this.#parts.feed.files.has(document.infoHash);
    if (this.#shown === 'details' && !isThere) {
      this.#shown = 'list';
      this.#parts.host.say(this.#parts.messages.files.gone(document.name));
    }
    this.#follow();
  }

  #refresh(): void {
    const rows = this.#entries.rows;
    if (rows === this.#rows) return;
    this.#rows = rows;
    this.#table.setRows(rows);
  }

  #listLines(place: Place): Line[] {
    const lines = this.#table.view(innerSize(place));
    const title = `${this.#parts.messages.files.title}: ${totalsText(this.#rows, this.#parts.messages)}`;
    return this.#framed(lines, place, title, this.#table.note, true);
  }

  #detailsLines(place: Place): Line[] {
    const lines = this.#details.view(innerSize(place));
    const title = this.#parts.messages.details.title;
    return this.#framed(lines, place, title, this.#details.note, this.#shown === 'details');
  }

  #framed(lines: readonly Line[], place: Place, title: string, note: string, focused: boolean): Line[] {
    const { glyphs } = this.#parts.host;
    if (innerSize(place).columns === place.columns) return fitLines(lines, place);
    return boxed(lines, place, { title, note, glyphs, focused });
  }

  #stateLine({ file, transfer }: DocumentFacts): Line {
    if (file === undefined) return [];
    return [stateSpan({ file, transfer }, this.#parts.messages, this.#parts.host.glyphs)];
  }

  #strip(columns: number): Line {
    const { messages, host } = this.#parts;
    return stripLine(this.#job.state, { messages, glyphs: host.glyphs, columns });
  }

  #pick(): void {
    openPicker(this.#parts, this.#machine.disk, {
      folder: this.#folder ?? this.#machine.disk.home,
      onChosen: ({ paths, any, folder }) => {
        this.#folder = folder;
        this.publish(paths, any);
      },
    });
  }

  #showPublishing(): void {
    if (this.#dialog !== undefined) return;
    const { host, messages } = this.#parts;
    if (!this.#job.running && this.#job.state.end === undefined) return host.say(messages.publishing.nothing);
    this.#unread = false;
    this.#dialog = new PublishDialog(this.#parts, this.#job, () => {
      this.#dialog = undefined;
    });
    host.open(this.#dialog, { title: messages.publishing.title, columns: 90, rows: 20 });
  }

  #publishingChanged(): void {
    if (this.#job.state.end !== undefined && this.#dialog === undefined) this.#unread = true;
    this.#parts.host.redraw();
  }
}
