/** How far a reader has come in both halves of a log. */
export interface Cursor {
  readonly origin: string;
  readonly durable: number;
  readonly run: string;
  readonly soft: number;
}

/** `<origin>.<durable>.<run>.<soft>`: readers give it back as it is. */
export function formatCursor({ origin, durable, run, soft }: Cursor): string {
  return `${origin}.${durable}.${run}.${soft}`;
}

/** The cursor that `text` says; `undefined` if it says none. */
export function parseCursor(text: string): Cursor | undefined {
  const [, origin, durable, run, soft] =
    /^([0-9a-f]{1,32})\.(\d{1,15})\.([0-9a-z]{1,32})\.(\d{1,15})$/.exec(text) ?? [];
  if (origin === undefined || run === undefined) return undefined;
  return { origin, durable: Number(durable), run, soft: Number(soft) };
}
