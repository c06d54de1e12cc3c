import { isAbsolute } from 'node:path';
import { CodedError } from '../../common/errors.ts';

/** The fields of a request's JSON object, each checked when it is asked for. */
export interface RequestBody {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  number(name: string): number;
  flag(name: string): boolean;
  /** an integer from 1 to `max` */
  count(name: string, max: number): number;
  /** one of `words` */
  word<Word extends string>(name: string, words: readonly Word[]): Word;
  /** some of `words`, at least one */
  words<Word extends string>(name: string, words: readonly Word[]): Word[];
  texts(name: string): string[];
  paths(name: string): string[];
  /** an absolute path, when there is one: as `{ [name]: path }` to be spread into a request */
  optionalPath<Name extends string>(name: Name): { [N in Name]?: string };
}

/**
 * Reads `text` as a request. All its getters throw the same error.
 *
 * @throws {CodedError} ERR_CONTROL_BAD_REQUEST
 */
export function parseRequestBody(text: string): RequestBody {
  const fields = parseObject(text);
  const textOf = (name: string): string => {
    const value = fields[name];
    if (typeof value !== 'string') throw badRequest(`'${name}' is a text`);
    return value;
  };
  return {
    text: textOf,
    optionalText: (name) => (fields[name] === undefined ? undefined : textOf(name)),
    number(name) {
      const value = fields[name];
      if (typeof value !== 'number') throw badRequest(`'${name}' is a number`);
      return value;
    },
    flag(name) {
      const value = fields[name] ?? false;
      if (typeof value !== 'boolean') throw badRequest(`'${name}' is true or false`);
      return value;
    },
    count(name, max) {
      const value = fields[name];
      if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
      throw badRequest(`'${name}' is an integer from 1 to ${max}`);
    },
    word: (name, words) => wordAmong(words, fields[name], name),
    words(name, words) {
      const value = fields[name];
      if (!Array.isArray(value) || value.length === 0)
        throw badRequest(`'${name}' is a list of ${words.join(', ')}`);
      return value.map((word) => wordAmong(words, word, name));
    },
    texts(name) {
      const value = fields[name];
      if (!Array.isArray(value) || value.some((text) => typeof text !== 'string'))
        throw badRequest(`'${name}' is a list of texts`);
      return value;
    },
    paths(name) {
      const value = fields[name];
      if (!Array.isArray(value)) throw badRequest(`'${name}' is a list of paths`);
      return value.map((path) => absolute(path, name));
    },
    optionalPath<Name extends string>(name: Name) {
      if (fields[name] === undefined) return {};
      return { [name]: absolute(fields[name], name) } as { [N in Name]?: string };
    },
  };
}

function wordAmong<Word extends string>(words: readonly Word[], value: unknown, name: string): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw badRequest(`'${name}' takes ${words.join(', ')}`);
  return found;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // told below
  }
  throw badRequest('the body is a JSON object');
}

/** The node's working folder is not the client's, so a relative path would name something else here. */
function absolute(path: unknown, name: string): string {
  if (typeof path !== 'string' || !isAbsolute(path)) throw badRequest(`'${name}' takes absolute paths`);
  return path;
}

function badRequest(what: string): CodedError {
  return new CodedError('ERR_CONTROL_BAD_REQUEST', what);
}
