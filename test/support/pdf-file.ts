/** Puts a PDF together object by object, as broken as a test wants it. Text is Latin-1: a character is a byte. */
export class PdfFile {
  #text = '%PDF-1.7\n';
  #pending = new Map<number, string>(); // rows of the next cross-reference section, by object number
  #lastSection: number | undefined;
  #sectionAt = 0;

  /** Offset of what comes next. */
  get length(): number {
    return this.#text.length;
  }

  raw(text: string): this {
    this.#text += text;
    return this;
  }

  object(number: number, body: string): this {
    this.#pending.set(number, `${String(this.length).padStart(10, '0')} 00000 n \n`);
    return this.raw(`${number} 0 obj\n${body}\nendobj\n`);
  }

  /** @param length what /Length says, by default the truth */
  stream(number: number, entries: string, data: string, length: string | number = data.length): this {
    return this.object(number, `<<${entries}/Length ${length}>>\nstream\n${data}\nendstream`);
  }

  /** An object stream, not compressed, so that it can be read. */
  objectStream(number: number, members: readonly (readonly [number, string])[]): this {
    let header = '';
    let bodies = '';
    for (const [member, body] of members) {
      header += `${member} ${bodies.length} `;
      bodies += `${body}\n`;
    }
    return this.stream(number, `/Type/ObjStm/N ${members.length}/First ${header.length}`, header + bodies);
  }

  /** Says where object `number` is, true or not. */
  entry(number: number, offset: number): this {
    this.#pending.set(number, `${String(offset).padStart(10, '0')} 00000 n \n`);
    return this;
  }

  free(number: number): this {
    this.#pending.set(number, '0000000000 00001 f \n');
    return this;
  }

  /** A classic cross-reference section of all objects since the last. */
  table(trailer: string): this {
    this.#sectionAt = this.length;
    const rows = [...this.#pending].sort(([a], [b]) => a - b);
    const sections = rows.map(([number, row]) => `${number} 1\n${row}`).join('');
    this.raw(`xref\n0 1\n0000000000 65535 f \n${sections}trailer\n<<${trailer}${this.#previous()}>>\n`);
    return this.#endSection();
  }

  /**
   * A cross-reference stream of all objects since the last section.
   *
   * @param members object number, number of its object stream, place in it
   */
  xrefStream(number: number, trailer: string, members: readonly (readonly [number, number, number])[]): this {
    this.#sectionAt = this.length;
    const rows = [...this.#pending].map(([at, row]) => [at, 1, Number(row.slice(0, 10)), 0]);
    rows.push(
      [number, 1, this.length, 0],
      ...members.map(([at, container, index]) => [at, 2, container, index]),
    );
    rows.sort(([a = 0], [b = 0]) => a - b);
    const index = rows.map(([at]) => `${at} 1`).join(' ');
    const data = rows
      .map(([, kind = 0, place = 0, minor = 0]) => chars(kind, place >> 8, place & 255, minor))
      .join('');
    this.stream(number, `/Type/XRef/W[1 2 1]/Index[${index}]${trailer}${this.#previous()}`, data);
    return this.#endSection();
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.from(this.#text, 'latin1'));
  }

  #previous(): string {
    return this.#lastSection === undefined ? '' : `/Prev ${this.#lastSection}`;
  }

  #endSection(): this {
    this.#lastSection = this.#sectionAt;
    this.#pending = new Map();
    return this.raw(`startxref\n${this.#sectionAt}\n%%EOF\n`);
  }
}

function chars(...codes: readonly number[]): string {
  return String.fromCharCode(...codes);
}
