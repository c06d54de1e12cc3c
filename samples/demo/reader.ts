import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PDFDocument } from 'pdf-lib';
import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import type { GetResult, SharedDocument } from '../../peer/operations/operations.ts';
import { check } from './narrator.ts';
import { ask, type Node, type Stage } from './stage.ts';

/** Between two looks at a download where no terminal shows its progress, ms. */
const LOOK_MS = 500;

/** The first document that a search by name finds. */
export async function find(stage: Stage, reader: Node, words: string): Promise<DocumentSummary> {
  const [answer] = await ask<{ results: DocumentSummary[] }>(stage, reader, ['search', words]);
  const first = answer?.results[0];
  check(first !== undefined, `something is found for '${words}'`);
  stage.narrator.tell(`'${words}' finds ${first.name}: ${first.pages} pages, ${first.holders} holders`);
  return first;
}

/** Gets the document with a reading copy, and checks that the first plan was `plannedShares` and that all delivered. */
export async function fetchFromAll(
  stage: Stage,
  reader: Node,
  wanted: DocumentSummary,
  plannedShares: string,
): Promise<GetResult> {
  const done = new AbortController();
  const watching = process.stderr.isTTY ? undefined : watch(stage, reader, wanted, done.signal);
  const args = ['get', wanted.sha256, '--reading-copy', readingCopyOf(stage)];
  const [result] = await ask<GetResult>(stage, reader, args).finally(() => done.abort());
  await watching;
  check(result !== undefined, 'get prints its result');
  const ranked = [...result.holders].sort((a, b) => a.rank - b.rank);
  for (const { rank, address, latencyMs, plannedPercent, bytes } of ranked) {
    const shares = `planned ${plannedPercent.toFixed(2)} %, delivered ${((100 * bytes) / result.size).toFixed(1)} %`;
    stage.narrator.tell(`rank ${rank}  ${address}  ${latencyMs.toFixed(1)} ms  ${shares}`);
    check(bytes > 0, `${address} delivers a part`);
  }
  const planned = ranked.map((holder) => holder.plannedPercent.toFixed(2)).join(' / ');
  check(planned === plannedShares, `the first plan is ${plannedShares} %, it was ${planned}`);
  return result;
}

/** Tells now and then how far the download is, as `pageswarm status` says, until `signal` aborts. */
async function watch(
  stage: Stage,
  reader: Node,
  { sha256 }: DocumentSummary,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const [status] = await ask<{ shared: SharedDocument[] }>(stage, reader, ['status']);
    const document = status?.shared.find((shared) => shared.sha256 === sha256);
    if (document?.state === 'fetching') stage.narrator.tell(`${document.heldPercent} % held`);
  }
}

/** Compares the MD5 of the file that `result` names, computed here, with `md5`. */
export async function compareMd5(
  { narrator }: Stage,
  result: GetResult,
  md5: string | undefined,
): Promise<void> {
  const bytes = await readFile(result.path);
  const found = createHash('md5').update(bytes).digest('hex');
  narrator.tell(`${found}  ${result.path}`);
  check(found === md5, 'the file is the original, byte for byte');
  check(result.md5Ok && result.md5 === found, 'get says so, too');
}

/** Opens the reading copy and counts its pages. */
export async function openReadingCopy(stage: Stage, result: GetResult): Promise<void> {
  const copy = await PDFDocument.load(await readFile(readingCopyOf(stage)));
  stage.narrator.tell(`${copy.getPageCount()} of ${result.pages} pages`);
  check(copy.getPageCount() === result.pages, 'the reading copy has every page');
}

/** Cuts one page out of the file and opens it. */
export async function extractPage(
  { narrator, company, folder }: Stage,
  result: GetResult,
  page: number,
): Promise<void> {
  const out = `${folder}/page.pdf`;
  const { code } = await company.run(['extract', result.path, '--pages', String(page), '-o', out, '--quiet']);
  check(code === 0, 'extract exits with 0');
  const bytes = await readFile(out);
  narrator.tell(`${bytes.length} bytes of ${result.size}`);
  check((await PDFDocument.load(bytes)).getPageCount() === 1, 'the extract has one page');
}

function readingCopyOf({ folder }: Stage): string {
  return `${folder}/reading.pdf`;
}
