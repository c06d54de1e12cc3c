import { setMaxListeners } from 'node:events';
import { describeFailure } from '../../common/messages/describe-failure.ts';
import type { Messages } from '../../common/messages/messages.ts';
import { aborted } from '../../common/runtime/aborted.ts';
import type { StatusPart } from '../../common/terminal/bottom-line.ts';
import type { Component } from '../../common/terminal/component.ts';
import type { Desktop } from '../../common/terminal/desktop.ts';
import type { KeyProblem } from '../../common/terminal/key-table.ts';
import { span } from '../../common/terminal/line.ts';
import type { ScreenSettings } from '../../common/terminal/screen-settings.ts';
import { createTabs } from './app.ts';
import type { CommandLine } from './command-line/command-line.ts';
import { runCommand } from './command-line/run-command.ts';
import { createFeed } from './feed-fold.ts';
import { PublishJob } from './files/publish-job.ts';
import { keepFeed } from './keep-feed.ts';
import type { NodeLink } from './node-link.ts';
import { Notice } from './notice.ts';
import { statusLine } from './status-line.ts';

/** A node that the screen shows; `end` ends it in order, if it belongs to the screen. */
export type ShownNode = NodeLink & { end?(): Promise<void> };

/** How the screen looks at present. */
export interface Look {
  readonly settings: ScreenSettings;
  readonly messages: Messages;
}

/** What the screen of a node is run with. */
export interface NodeScreenParts {
  readonly desktop: Desktop;
  /** as the settings have it by now */
  look(): Look;
  /** reads the settings again and puts in force what can be */
  lookAgain(): Promise<void>;
  /** the screen is done with; `ends` says whether its node has to end now */
  leaving(ends: boolean): void;
  /** aborts when the program shall end */
  readonly signal: AbortSignal;
}

/** The life of a node on the screen: it starts, its tabs are used, it ends. */
export class NodeScreen {
  readonly #parts: NodeScreenParts;
  readonly #feed = createFeed();
  readonly #left = new AbortController();
  /** the program ends, or the person leaves */
  readonly over: AbortSignal;
  readonly #settingsPlace = { name: '' };
  #tabs = new AbortController();
  #node: ShownNode | undefined;
  #publishing: PublishJob | undefined;
  #asking = false;
  /** another process's node has ended, and may come back */
  #isGone = false;

  constructor(parts: NodeScreenParts) {
    this.#parts = parts;
    this.over = AbortSignal.any([parts.signal, this.#left.signal]);
    // every operation of every pane listens to it, and a warning about that would be printed across the screen
    setMaxListeners(0, this.over);
  }

  /** The last line of the screen. */
  statusLine(): readonly StatusPart[] {
    const texts = this.#parts.look().messages.app;
    if (this.#isGone) return [{ text: [span(texts.lost, 'bad')], weight: 0 }];
    if (this.#node === undefined) return [];
    return statusLine(this.#feed, { attached: !this.#node.own, texts, glyphs: this.#parts.desktop.glyphs });
  }

  /** Somebody wants to leave: transfers that would stop with the node are a reason to ask. */
  async leave(): Promise<void> {
    const { running } = this.#feed.transferCounts;
    const { app } = this.#parts.look().messages;
    const asks = this.#node?.own === true && running > 0;
    if (this.#asking) return this.#left.abort(); // twice is meant
    this.#asking = true;
    if (
      !asks ||
      (await this.#parts.desktop.confirm(app.quitWithTransfers(running), [app.quitDetails(running)]))
    )
      this.#left.abort();
    this.#asking = false;
  }

  /** Runs a line of the program's command line, with the node of the folder `data`. */
  async command(text: string, commandLine: CommandLine, data: string): Promise<void> {
    const { desktop, look } = this.#parts;
    const { messages } = look();
    // without a node here a command would become one
    if (this.#node === undefined) return desktop.say(messages.app.starting);
    await runCommand(text, { commandLine, data, host: desktop, messages, signal: this.over });
  }

  /** Leaves at once, whatever runs. */
  close(): void {
    this.#left.abort();
  }

  /** Shows `component` instead of the tabs until `done`, or until the screen is left. */
  async during<T>(component: Component, done: Promise<T>): Promise<T | undefined> {
    this.#parts.desktop.replace(component);
    return await Promise.race([done, aborted(this.over)]);
  }

  /** Starts the node by `start` and shows it until it is left. @throws {CodedError} when it does not start, or is gone */
  async run(start: () => Promise<ShownNode>): Promise<void> {
    const { desktop } = this.#parts;
    desktop.replace(new Notice(this.#parts.look().messages.app.starting));
    const node = await start();
    try {
      if (!this.over.aborted) await this.#show(node);
    } finally {
      this.#tabs.abort();
      this.#parts.leaving(node.own);
      await node.end?.();
    }
  }

  /** The tabs anew, as the language and the borders are now. */
  renew(): void {
    const { desktop, lookAgain, look } = this.#parts;
    const node = this.#node;
    const publishing = this.#publishing;
    if (node === undefined || publishing === undefined) return;
    this.#tabs.abort();
    this.#tabs = new AbortController();
    desktop.setTabs(
      createTabs({
        desktop,
        link: node,
        feed: this.#feed,
        messages: look().messages,
        keyChanges: () => look().settings.keys,
        messagesNow: () => look().messages,
        applied: lookAgain,
        publishing,
        settingsPlace: this.#settingsPlace,
        restart: node.restart && (() => this.#restart(node)),
        signal: this.over,
        replaced: this.#tabs.signal,
      }),
    );
  }

  async #show(node: ShownNode): Promise<void> {
    const { desktop, look } = this.#parts;
    this.#node = node;
    this.#publishing = new PublishJob(node.operations, this.over);
    this.renew();
    desktop.replace(undefined);
    tellProblems(desktop, look().messages);
    const redraw = () => desktop.redraw();
    for (const part of ['network', 'transfers'] as const) this.#feed.listen(part, redraw);
    const comings = {
      lost: (why: string) => {
        // the own one goes when it is started again, and that is told where it is done
        this.#isGone = !node.own;
        if (node.own && why !== '') desktop.say(why, 'bad');
        desktop.redraw();
      },
      back: () => {
        this.#isGone = false;
        if (!node.own) desktop.say(look().messages.app.back, 'good');
      },
    };
    await keepFeed(this.#feed, node, comings, this.over);
  }

  async #restart(node: ShownNode): Promise<void> {
    const { desktop, look } = this.#parts;
    desktop.say(look().messages.settings.restarting);
    try {
      await node.restart?.();
      desktop.say(look().messages.settings.restarted, 'good');
    } catch (error) {
      desktop.say(describeFailure(error, look().messages), 'bad');
    }
  }
}

/** What is wrong with a person's own keys is told once. */
function tellProblems(desktop: Desktop, { app }: Messages): void {
  const names = desktop.keyProblems.filter(isMistake).map(({ name }) => name);
  if (names.length > 0) desktop.say(app.unknownKeys([...new Set(names)].join(', ')), 'bad');
}

/** Two actions with one key may be meant. */
function isMistake({ problem }: KeyProblem): boolean {
  return problem !== 'conflict';
}
