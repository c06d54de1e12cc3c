import { messageOf } from '../../../common/errors.ts';
import type { Messages } from '../../../common/messages/messages.ts';
import type { Language } from '../../../common/messages/section.ts';
import type { LocalAddress } from '../../../common/runtime/network-interface.ts';
import type { Component, Host, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { type Line, type Size, span } from '../../../common/terminal/line.ts';
import { LineEditor } from '../../../common/terminal/line-editor.ts';
import { List } from '../../../common/terminal/list.ts';
import { type FirstChoice, isHttpUrl, placesOf, trackerUrlOf } from './choices.ts';
import {
  choiceLines,
  languageLabels,
  type Probe,
  placeLabels,
  readyLines,
  STEPS,
  type Step,
  stepView,
  trackerLines,
} from './view.ts';

/** What the first start works with. */
export interface FirstRunParts {
  readonly host: Pick<Host, 'redraw' | 'glyphs'>;
  /** in the language that was last chosen */
  messages(): Messages;
  readonly language: Language;
  /** from now on the screen speaks `language` */
  speak(language: Language): void;
  /** of this machine, the best first */
  readonly addresses: readonly LocalAddress[];
  /** whether the place is decided already, by an option of the command line */
  readonly placeDecided: boolean;
  /** Asks a tracker whether it is there. @throws {CodedError} why it is not */
  probe(url: string, options: { readonly signal: AbortSignal }): Promise<void>;
  /** keeps what was chosen and goes on to the node */
  done(choice: FirstChoice): Promise<void>;
  readonly signal: AbortSignal;
}

/** Where a tracker is that runs on this machine. */
const OWN_TRACKER = 'http://127.0.0.1:8168';
/** rows that are no rows of a list: title, question, hints, blanks */
const OTHER_ROWS = 8;

/** The screen of a node that was never set up: language, address, tracker, and what to do next. */
export class FirstRun implements Component {
  readonly #parts: FirstRunParts;
  readonly #languages = new List<{ language: Language; label: string }>({ key: ({ language }) => language });
  readonly #places = new List<ReturnType<typeof placeLabels>[number]>({ key: ({ label }) => label });
  readonly #tracker = new LineEditor();
  #step: Step = 'language';
  #probe: Probe = { state: 'none' };
  /** the URL that `#probe` is about */
  #probed = '';
  #problem = '';

  constructor(parts: FirstRunParts) {
    this.#parts = parts;
    this.#languages.setRows(languageLabels());
    this.#languages.select(parts.language);
    void this.#lookForOwnTracker();
  }

  get editing(): boolean {
    return this.#step === 'tracker';
  }

  contexts(): readonly string[] {
    return this.editing ? ['editor'] : ['first-run', 'list'];
  }

  act(action: string): boolean {
    const known = this.#act(action);
    if (known) this.#parts.host.redraw();
    return known;
  }

  type(key: KeyPress): void {
    this.#tracker.type(key);
    this.#parts.host.redraw();
  }

  paste(text: string): boolean {
    if (this.editing) this.#tracker.paste(text.trim());
    this.#parts.host.redraw();
    return this.editing;
  }

  mouse(press: MousePress): boolean {
    const list = this.#list;
    if (list === undefined || !list.mouse({ ...press, row: press.row - 4 })) return false;
    if (press.type === 'double') this.#accept();
    this.#parts.host.redraw();
    return true;
  }

  view(size: Size): readonly Line[] {
    const texts = this.#texts;
    const hints =
      this.#step === 'tracker' ? texts.trackerSkip : this.#step === 'ready' ? texts.start : texts.choose;
    return stepView(this.#step, this.#body(size), [[span(hints, 'dim')]], texts, size);
  }

  get #texts(): Messages['firstRun'] {
    return this.#parts.messages().firstRun;
  }

  get #list():
    | List<{ language: Language; label: string }>
    | List<ReturnType<typeof placeLabels>[number]>
    | undefined {
    if (this.#step === 'language') return this.#languages;
    return this.#step === 'address' ? this.#places : undefined;
  }

  #body({ columns, rows }: Size): Line[] {
    const texts = this.#texts;
    const { arrow } = this.#parts.host.glyphs;
    const room = Math.max(1, rows - OTHER_ROWS);
    switch (this.#step) {
      case 'language':
        return choiceLines(texts.language, this.#languages.window(room), arrow);
      case 'address':
        return choiceLines(texts.address, this.#places.window(room), arrow);
      case 'tracker': {
        const editor = this.#tracker.view(Math.max(1, columns - texts.trackerLabel.length - 6));
        return trackerLines(editor, this.#probe, texts, Math.max(1, columns - 4));
      }
      case 'ready':
        return readyLines(this.#places.cursor?.label ?? '', this.#url, this.#problem, texts);
    }
  }

  get #url(): string {
    return trackerUrlOf(this.#tracker.text);
  }

  #act(action: string): boolean {
    switch (action) {
      case 'accept':
      case 'editor-accept':
        this.#accept();
        return true;
      case 'back':
      case 'editor-cancel':
        this.#go(-1);
        return true;
      default:
        return this.editing ? this.#tracker.act(action) : (this.#list?.act(action) ?? false);
    }
  }

  #accept(): void {
    if (this.#step === 'language') this.#takeLanguage();
    else if (this.#step === 'address') this.#go(1);
    else if (this.#step === 'tracker') this.#takeTracker();
    else void this.#finish();
  }

  #takeLanguage(): void {
    const { speak, addresses } = this.#parts;
    const language = this.#languages.cursor?.language;
    if (language !== undefined) speak(language);
    this.#places.setRows(placeLabels(placesOf(addresses), this.#texts));
    this.#go(1);
  }

  /** The first Enter asks the tracker, the second one keeps it whatever it answered; none is a choice, too. */
  #takeTracker(): void {
    const url = this.#url;
    const asked = url === this.#probed && this.#probe.state === 'silent';
    if (url === '' || asked) this.#go(1);
    else if (!isHttpUrl(url)) [this.#probed, this.#probe] = [url, { state: 'malformed' }];
    else if (this.#probe.state !== 'asking' || url !== this.#probed) void this.#ask(url);
  }

  async #ask(url: string): Promise<void> {
    const { probe, signal, host } = this.#parts;
    this.#probed = url;
    this.#probe = { state: 'asking' };
    const answer: Probe = await probe(url, { signal }).then(
      () => ({ state: 'answers' }),
      (error: unknown) => ({ state: 'silent', why: messageOf(error) }),
    );
    if (this.#probed !== url || signal.aborted) return;
    this.#probe = answer;
    if (answer.state === 'answers' && this.#step === 'tracker' && this.#url === url) this.#go(1);
    host.redraw();
  }

  async #lookForOwnTracker(): Promise<void> {
    const { probe, signal, host } = this.#parts;
    const there = await probe(OWN_TRACKER, { signal }).then(
      () => true,
      () => false,
    );
    if (there && this.#tracker.text === '') this.#tracker.set(OWN_TRACKER);
    if (there) host.redraw();
  }

  #go(step: number): void {
    const at = STEPS.indexOf(this.#step) + step;
    const next = STEPS[Math.max(0, Math.min(at, STEPS.length - 1))] ?? 'ready';
    this.#step = next;
    if (next === 'address' && this.#parts.placeDecided) this.#go(Math.sign(step));
  }

  async #finish(): Promise<void> {
    const { done, host } = this.#parts;
    const place = this.#parts.placeDecided ? undefined : this.#places.cursor?.place.setting;
    const language = this.#languages.cursor?.language ?? this.#parts.language;
    try {
      await done({ language, tracker: this.#url, ...(place === undefined ? {} : { place }) });
    } catch (error) {
      this.#problem = messageOf(error);
      host.redraw();
    }
  }
}
