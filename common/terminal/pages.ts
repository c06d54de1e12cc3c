import type { Component } from './component.ts';
import type { Tab } from './desktop-options.ts';
import type { Line } from './line.ts';
import { tabAt, tabBar } from './tab-bar.ts';

/** The pages of a desktop: tabs, of which one is shown, or one component instead of them all. */
export class Pages {
  readonly #redraw: () => void;
  #tabs: readonly Tab[];
  #active = 0;
  #instead: Component | undefined;

  /** @param redraw what is shown has changed */
  constructor(tabs: readonly Tab[], redraw: () => void) {
    this.#tabs = tabs;
    this.#redraw = redraw;
  }

  /** the component that people see */
  get shown(): Component | undefined {
    return this.#instead ?? this.#tabs[this.#active]?.component;
  }

  /** id of the tab that is shown, or would be */
  get tab(): string | undefined {
    return this.#tabs[this.#active]?.id;
  }

  get count(): number {
    return this.#tabs.length;
  }

  /** whether there are tabs to be seen, and to go to */
  get isTabbed(): boolean {
    return this.#instead === undefined;
  }

  /** Other tabs; the one that was shown stays, where it is among them. */
  setTabs(tabs: readonly Tab[]): void {
    const { tab } = this;
    this.#change(() => {
      this.#tabs = tabs;
      this.#active = Math.max(
        0,
        tabs.findIndex(({ id }) => id === tab),
      );
    });
  }

  replace(component: Component | undefined): void {
    this.#change(() => {
      this.#instead = component;
    });
  }

  /** Goes to the tab with this id; there may be none. */
  goTo(tab: string): void {
    this.#goToPlace(this.#tabs.findIndex(({ id }) => id === tab));
  }

  /** @returns whether `action` goes to a tab */
  act(action: string): boolean {
    const count = this.isTabbed ? this.#tabs.length : 0;
    const number = tabNumber(action);
    if (count === 0) return false;
    if (number !== undefined) this.#goToPlace(number - 1);
    else if (action === 'app-next-tab') this.#goToPlace((this.#active + 1) % count);
    else if (action === 'app-previous-tab') this.#goToPlace((this.#active + count - 1) % count);
    else return false;
    return true;
  }

  /** The line of tabs. @param title at its right, where there is room */
  bar(columns: number, title: string): Line {
    return tabBar(this.#tabs, this.#active, columns, title);
  }

  /** Goes to the tab that has cell `column` of the line of tabs. */
  pressBar(column: number, columns: number): void {
    this.#goToPlace(tabAt(this.#tabs, this.#active, column, columns) ?? -1);
  }

  #goToPlace(at: number): void {
    if (at < 0 || at >= this.#tabs.length || at === this.#active) return;
    this.#change(() => {
      this.#active = at;
    });
  }

  /** tells the components who goes and who comes */
  #change(make: () => void): void {
    const before = this.shown;
    make();
    if (before !== this.shown) {
      before?.hidden?.();
      this.shown?.shown?.();
    }
    this.#redraw();
  }
}

/** The number of the tab that `action` goes to, from 1. */
export function tabNumber(action: string): number | undefined {
  const digit = /^app-tab-(\d)$/.exec(action)?.[1];
  return digit === undefined ? undefined : Number(digit);
}
