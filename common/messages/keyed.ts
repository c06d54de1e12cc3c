import { keyName } from '../terminal/key-name.ts';

/** The keys of an action, named as in settings (`files/publish`), that are in force; `undefined` where that is not known. */
export type KeysInForce = (action: string) => readonly string[] | undefined;

/** A key in a text: `{files/publish=a}` is the key of that action, by default `a`. */
const KEY = /\{([a-z-]+\/[a-z0-9-]+)=([^{}]+)\}/g;
/** stands for a brace of what others have written, while keys are looked for */
const BRACE = '\uE000';
const NO_KEY = '–';

/** `texts` in which keys stand as they are in force whenever one of them is read. */
export function keyed<Texts>(texts: Texts, keysOf: KeysInForce): Texts {
  if (typeof texts === 'string') return withKeys(texts, keysOf) as Texts;
  if (typeof texts === 'function') return keyedFunction(texts as unknown as TextOf, keysOf) as Texts;
  if (Array.isArray(texts)) return texts.map((text: unknown) => keyed(text, keysOf)) as Texts;
  if (!isPlain(texts)) return texts;
  const read = Object.entries(texts).map(([name, text]: [string, unknown]) => [name, reader(text, keysOf)]);
  return Object.defineProperties({}, Object.fromEntries(read) as PropertyDescriptorMap) as Texts;
}

/** An object of texts; not a map, nor a pattern. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

type TextOf = (...values: readonly unknown[]) => unknown;

/** What is no string, and holds none, is made once. */
function reader(text: unknown, keysOf: KeysInForce): PropertyDescriptor {
  const isRead = typeof text === 'string' || Array.isArray(text);
  if (isRead) return { enumerable: true, get: () => keyed(text, keysOf) };
  return { enumerable: true, value: keyed(text, keysOf) };
}

function keyedFunction(textOf: TextOf, keysOf: KeysInForce): TextOf {
  const hidden = (value: unknown) => (typeof value === 'string' ? value.replaceAll('{', BRACE) : value);
  const shown = (text: unknown): unknown => {
    if (typeof text === 'string') return withKeys(text, keysOf).replaceAll(BRACE, '{');
    return Array.isArray(text) ? text.map(shown) : text;
  };
  return (...values) => shown(textOf(...values.map(hidden)));
}

function withKeys(text: string, keysOf: KeysInForce): string {
  return text.replaceAll(KEY, (_, action: string, byDefault: string) => {
    const [key] = keysOf(action) ?? [byDefault];
    return key === undefined ? NO_KEY : keyName(key);
  });
}
