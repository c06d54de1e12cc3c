import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { VerifiedDocument } from '../../operations/operations.ts';
import type { PaneParts } from '../pane.ts';
import type { FileEntry } from './file-entry.ts';

/** Pages that are named; more of them are counted. */
const MAX_RUNS = 5;

/** Reads the files of `entries` again, says how it goes, and offers to fetch what is wrong. */
export async function verifyEntries(parts: PaneParts, entries: readonly FileEntry[]): Promise<void> {
  const { host, messages } = parts;
  const texts = messages.files;
  if (entries.length === 0) return host.say(texts.nothingChosen);
  try {
    const wrong = await verify(parts, entries);
    if (wrong.length > 0) await offerRepair(parts, wrong);
  } catch (error) {
    if (!parts.signal.aborted) host.say(describeFailure(error, messages), 'bad');
  }
}

/** @returns those that are not whole */
async function verify(parts: PaneParts, entries: readonly FileEntry[]): Promise<VerifiedDocument[]> {
  const { operations, signal, host, messages } = parts;
  const texts = messages.files;
  const documents = entries.map(({ file }) => file.infoHash);
  const wrong: VerifiedDocument[] = [];
  let whole = 0;
  for await (const event of operations.verify({ documents }, { signal })) {
    if (event.type === 'reading') {
      const percent = Math.floor((100 * event.done) / Math.max(1, event.total));
      host.say(texts.verifying(event.name, percent));
    } else if (event.type === 'refused')
      host.say(texts.failed(nameOf(entries, event.document), describeFailure(event, messages)), 'bad');
    else if (event.type === 'verified' && event.document.state !== 'whole') wrong.push(event.document);
    else if (event.type === 'verified') whole++;
  }
  if (wrong.length === 0 && whole > 0) host.say(texts.verified(whole), 'good');
  return wrong;
}

async function offerRepair(parts: PaneParts, wrong: readonly VerifiedDocument[]): Promise<void> {
  const { operations, signal, host, messages } = parts;
  const texts = messages.files;
  const lines = wrong.map((document) => damageText(document, parts));
  if (!(await host.confirm(texts.repair(wrong.length), lines))) return;
  for (const { infoHash } of wrong) await operations.enqueue({ document: infoHash, serve: true }, { signal });
  host.say(texts.resumed, 'good');
}

/** What is wrong with a document, in one line. */
function damageText({ name, state, wrongPages, wrongParts, parts: all }: VerifiedDocument, parts: PaneParts) {
  const texts = parts.messages.files;
  if (state === 'missing') return `${name}: ${texts.states.missing}`;
  const runs = wrongPages.map(({ firstPage: first, lastPage: last }) =>
    first === last ? `${first}` : `${first}-${last}`,
  );
  const more = runs.length > MAX_RUNS ? [parts.host.glyphs.ellipsis] : [];
  const pages = [...runs.slice(0, MAX_RUNS), ...more].join(', ');
  return `${name}: ${pages === '' ? texts.wrongParts(wrongParts, all) : texts.wrongPages(pages)}`;
}

function nameOf(entries: readonly FileEntry[], document: string): string {
  return entries.find(({ file }) => file.infoHash === document)?.file.name ?? document;
}
