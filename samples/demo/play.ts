import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import type { DocumentDetails, DocumentSummary } from '../../common/tracker-api/publication.ts';
import type { GetResult } from '../../peer/operations.ts';
import type { ManifestEntry } from '../make/manifest.ts';
import { check, type Narrator } from './narrator.ts';
import type { Company } from './program.ts';
import { type AccessLine, Relay } from './relay.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));
/** The nearest is not the fastest: the first plan goes by latency, what follows by rate. Rates in bytes/ms. */
const LINES: readonly AccessLine[] = [
  { roundTripMs: 2, rate: 400 },
  { roundTripMs: 20, rate: 800 },
  { roundTripMs: 80, rate: 200 },
];
/** Shares of three holders by the published rule, percent. */
const PLANNED = '58.33 / 25.00 / 16.67';
/** The document that is fetched: the one with most bytes, so that there is something to watch. */
const WANTED = 'harbour-masters-logbook-scan.pdf';
const PAGE_TO_EXTRACT = 7;

/** What all steps of the demo share. */
export interface Stage {
  readonly narrator: Narrator;
  readonly company: Company;
  /** empty, and removed afterwards */
  readonly folder: string;
  /** opened by the play, closed by whoever made the stage */
  readonly relays: Relay[];
}

/** A node: the name of its data folder, and the URL of its tracker. */
interface Node {
  readonly name: string;
  readonly tracker: string;
}

/** The demo from the first step to the last. @throws {Error} when a step is not as promised */
export async function play(stage: Stage): Promise<void> {
  const manifest: { samples: ManifestEntry[] } = JSON.parse(
    await readFile(`${SAMPLES}manifest.json`, 'utf8'),
  );
  const tracker = await startTracker(stage);
  const holders = await startHolders(stage, tracker);
  await publishSamples(stage, holders, manifest.samples.length);
  const reader = await startReader(stage, tracker);
  const wanted = await search(stage, reader);
  await listHolders(stage, reader, wanted, LINES.length, 'before');
  const result = await fetch(stage, reader, wanted);
  await compareMd5(stage, result, manifest.samples);
  await listHolders(stage, reader, wanted, LINES.length + 1, 'after');
  await openReadingCopy(stage, result);
  await extractPage(stage, result);
  await leave(stage);
}

function startTracker({ narrator, company, folder }: Stage): Promise<string> {
  return narrator.step(
    'A tracker with an embedded store: it knows who holds what, and no byte of it',
    async () => {
      const data = `${folder}/tracker`;
      const { url } = await company.start([
        'tracker',
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '--data',
        data,
        '--json',
      ]);
      narrator.tell(`listens at ${url}`);
      return String(url);
    },
  );
}

function startHolders(stage: Stage, tracker: string): Promise<Node[]> {
  return stage.narrator.step(
    'Three holders, each behind a line of its own: unlike latency, unlike rate',
    async () => {
      const nodes: Node[] = [];
      for (const [index, line] of LINES.entries()) {
        const node = { name: `holder-${index + 1}`, tracker };
        const relay = new Relay(line);
        stage.relays.push(relay);
        const address = await relay.listen();
        const { port } = await startPeer(stage, node, ['--announce-address', address]);
        relay.leadTo(Number(port));
        stage.narrator.tell(`${node.name} at ${address}: ${line.roundTripMs} ms, ${line.rate} kB/s`);
        nodes.push(node);
      }
      return nodes;
    },
  );
}

function startReader(stage: Stage, tracker: string): Promise<Node> {
  return stage.narrator.step('A fourth peer, which has nothing yet', async () => {
    const node = { name: 'reader', tracker };
    await startPeer(stage, node, []);
    return node;
  });
}

function startPeer({ company, folder }: Stage, node: Node, flags: readonly string[]) {
  const place = ['--data', `${folder}/${node.name}`, '--tracker', node.tracker];
  return company.start(['peer', '--host', '127.0.0.1', '--port', '0', ...place, ...flags, '--json']);
}

/** Runs one command of `node` to its end; the JSON values that it printed, one a line. */
async function ask<Answer>(
  { company, folder }: Stage,
  node: Node,
  args: readonly string[],
): Promise<Answer[]> {
  const place = ['--data', `${folder}/${node.name}`, '--tracker', node.tracker];
  const { code, stdout } = await company.run([...args, ...place, '--json']);
  check(code === 0, `pageswarm ${args.join(' ')} exits with 0, it did with ${code}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

function publishSamples(stage: Stage, holders: readonly Node[], count: number): Promise<void> {
  return stage.narrator.step(
    'Each holder publishes the folder samples/pdf: the same bytes, so three holders of one document',
    async () => {
      for (const holder of holders) {
        const published = await ask<{ sha256?: string }>(stage, holder, [
          'publish',
          `${SAMPLES}pdf`,
          '--quiet',
        ]);
        const documents = published.filter((line) => line.sha256 !== undefined);
        check(
          documents.length === count,
          `${holder.name} publishes all ${count} samples, it did ${documents.length}`,
        );
        stage.narrator.tell(
          `${holder.name}: ${documents.length} documents, each with a page map and a .torrent`,
        );
      }
    },
  );
}

function search(stage: Stage, reader: Node): Promise<DocumentSummary> {
  return stage.narrator.step(
    'Search by name: "logbook"; and "introducao optica", blind to accents and case',
    async () => {
      const find = async (words: string): Promise<DocumentSummary> => {
        const [answer] = await ask<{ results: DocumentSummary[] }>(stage, reader, ['search', words]);
        const first = answer?.results[0];
        check(first !== undefined, `something is found for '${words}'`);
        stage.narrator.tell(`'${words}' finds ${first.name}: ${first.pages} pages, ${first.holders} holders`);
        return first;
      };
      const accented = await find('introducao optica');
      check(accented.name.startsWith('Introdução'), 'the accents do not matter');
      const wanted = await find('logbook');
      check(wanted.name === WANTED, `${WANTED} is found`);
      return wanted;
    },
  );
}

function listHolders(
  stage: Stage,
  reader: Node,
  wanted: DocumentSummary,
  count: number,
  when: string,
): Promise<void> {
  return stage.narrator.step(`Who holds it, ${when} the download`, async () => {
    const [details] = await ask<DocumentDetails>(stage, reader, ['show', wanted.sha256]);
    for (const { addresses, heldPercent, ageMs } of details?.holderList ?? []) {
      stage.narrator.tell(
        `${addresses[0]}  holds ${heldPercent} %, heard of ${(ageMs / 1000).toFixed(1)} s ago`,
      );
    }
    check(
      details?.holderList.filter((holder) => holder.complete).length === count,
      `${count} hold all of it`,
    );
  });
}

function fetch(stage: Stage, reader: Node, wanted: DocumentSummary): Promise<GetResult> {
  return stage.narrator.step(
    'Get it: probe, rank by latency, assign page runs, fetch from all three at once, take over by rate',
    async () => {
      const [result] = await ask<GetResult>(stage, reader, [
        'get',
        wanted.sha256,
        '--reading-copy',
        `${stage.folder}/reading.pdf`,
      ]);
      check(result !== undefined, 'get prints its result');
      const ranked = [...result.holders].sort((a, b) => a.rank - b.rank);
      for (const { rank, address, latencyMs, plannedPercent, bytes } of ranked) {
        const share = ((100 * bytes) / result.size).toFixed(1);
        const plan = plannedPercent.toFixed(2);
        stage.narrator.tell(
          `rank ${rank}  ${address}  ${latencyMs.toFixed(1)} ms  planned ${plan} %, delivered ${share} %`,
        );
      }
      const planned = ranked.map((holder) => holder.plannedPercent.toFixed(2)).join(' / ');
      check(planned === PLANNED, `the first plan is ${PLANNED} %, it was ${planned}`);
      check(
        ranked.every((holder) => holder.bytes > 0),
        'every holder delivers a part',
      );
      stage.narrator.tell(`${result.size} bytes in ${result.seconds.toFixed(2)} s`);
      return result;
    },
  );
}

function compareMd5(stage: Stage, result: GetResult, samples: readonly ManifestEntry[]): Promise<void> {
  return stage.narrator.step(
    'MD5 of the merged file, computed here again, against samples/manifest.json',
    async () => {
      const md5 = createHash('md5')
        .update(await readFile(result.path))
        .digest('hex');
      stage.narrator.tell(`${md5}  ${result.path}`);
      check(
        md5 === samples.find((sample) => sample.name === WANTED)?.md5,
        'the file is the original, byte for byte',
      );
      check(result.md5Ok && result.md5 === md5, 'get says so, too');
    },
  );
}

function openReadingCopy(stage: Stage, result: GetResult): Promise<void> {
  return stage.narrator.step(
    'The reading copy: what had arrived, joined in page order while it ran; complete by now',
    async () => {
      const copy = await PDFDocument.load(await readFile(`${stage.folder}/reading.pdf`));
      stage.narrator.tell(`${copy.getPageCount()} of ${result.pages} pages`);
      check(copy.getPageCount() === result.pages, 'the reading copy has every page');
    },
  );
}

function extractPage(stage: Stage, result: GetResult): Promise<void> {
  return stage.narrator.step(
    `Page ${PAGE_TO_EXTRACT} alone, cut out of the original's bytes by the page map`,
    async () => {
      const out = `${stage.folder}/page.pdf`;
      const { code } = await stage.company.run([
        'extract',
        result.path,
        '--pages',
        String(PAGE_TO_EXTRACT),
        '-o',
        out,
      ]);
      check(code === 0, 'extract exits with 0');
      const bytes = await readFile(out);
      stage.narrator.tell(`${bytes.length} bytes of ${result.size}`);
      check((await PDFDocument.load(bytes)).getPageCount() === 1, 'the extract has one page');
    },
  );
}

function leave({ narrator, company }: Stage): Promise<void> {
  return narrator.step('Everybody leaves: each process says goodbye to the tracker and ends', async () => {
    check((await company.dismiss()) === 0, 'every process ends by itself when asked to');
  });
}
