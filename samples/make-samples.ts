import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ManifestEntry, manifestEntry } from './make/manifest.ts';
import { SAMPLES } from './make/samples.ts';

/**
 * Makes `samples/pdf/` and `samples/manifest.json` again: `npm run samples`; or the same in a folder that is given as
 * the one argument. Same code, same bytes.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../../samples', import.meta.url));

await mkdir(`${folder}/pdf`, { recursive: true });
const entries: ManifestEntry[] = [];
for (const sample of SAMPLES) {
  const bytes = await sample.make();
  await writeFile(`${folder}/pdf/${sample.name}`, bytes);
  entries.push(await manifestEntry(sample, bytes));
  console.log(`${sample.name}: ${entries.at(-1)?.pages} pages, ${bytes.length} bytes`);
}
await writeFile(`${folder}/manifest.json`, `${JSON.stringify({ samples: entries }, null, 2)}\n`);
