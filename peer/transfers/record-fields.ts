import { CodedError } from '../../common/errors.ts';

/** The fields of an object in a record file, each checked when it is asked for. All throw ERR_TRANSFER_RECORD_DAMAGED. */
export class RecordFields {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw damaged('a part', 'an object');
    this.#fields = { ...value };
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw damaged(`'${name}'`, 'a text');
    return value;
  }

  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== 'number' || !(value >= 0)) throw damaged(`'${name}'`, 'a number from 0 on');
    return value;
  }

  flag(name: string): boolean {
    const value = this.#fields[name];
    if (typeof value !== 'boolean') throw damaged(`'${name}'`, 'true or false');
    return value;
  }

  object(name: string): RecordFields {
    return new RecordFields(this.#fields[name]);
  }

  objects(name: string): RecordFields[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) throw damaged(`'${name}'`, 'a list');
    return value.map((item) => new RecordFields(item));
  }
}

function damaged(what: string, kind: string): CodedError {
  return new CodedError(
    'ERR_TRANSFER_RECORD_DAMAGED',
    `the record of a transfer is damaged: ${what} is not ${kind}`,
  );
}
