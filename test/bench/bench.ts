import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchCrowd } from './crowd.ts';
import { benchExtraction } from './extraction.ts';
import { benchLinks } from './links.ts';
import { benchMany } from './many.ts';
import { benchMaps } from './maps.ts';
import { benchMemory } from './memory.ts';
import { type Bench, circumstances, markdown } from './report.ts';
import { benchScreens } from './screens.ts';
import { benchThroughput } from './throughput.ts';

/**
 * `npm run bench`: measures and prints JSON. `-- --write` also writes them into docs/benchmarks.md; `-- --only maps,extraction,screens,throughput,memory,links,crowd,many` chooses;
 * `-- --mebibytes 1024` sets the size of the file that is sent, `-- --documents 500` how many small ones are fetched, `-- --minutes 30` how long the screens are watched and `-- --every 100` how often something changes meanwhile, ms;
 * `--scenarios even,kill,cut,loss`, `--rivals lt,aria2,tr,wt` and `--runs 3` say what is measured over emulated links, `--crowds eight,thirty` which crowds.
 */
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: 'maps,extraction,screens,throughput,memory,links,crowd,many' },
    minutes: { type: 'string', default: '2' },
    every: { type: 'string', default: '100' },
    documents: { type: 'string', default: '500' },
    mebibytes: { type: 'string', default: '256' },
    scenarios: { type: 'string', default: 'even,kill,cut,loss' },
    rivals: { type: 'string', default: 'lt,aria2,tr,wt' },
    crowds: { type: 'string', default: 'eight,thirty' },
    runs: { type: 'string', default: '3' },
    verbose: { type: 'boolean', default: false },
  },
});

const available: Readonly<Record<string, () => Promise<Bench>>> = {
  maps: benchMaps,
  extraction: benchExtraction,
  screens: () => benchScreens({ minutes: Number(values.minutes), everyMs: Number(values.every) }),
  links: () =>
    benchLinks({
      scenarios: values.scenarios.split(','),
      rivals: values.rivals.split(',').filter((name) => name !== ''),
      runs: Number(values.runs),
      verbose: values.verbose,
    }),
  crowd: () =>
    benchCrowd({
      crowds: values.crowds.split(','),
      rivals: values.rivals.split(',').filter((name) => name !== ''),
      runs: Number(values.runs),
    }),
  many: () => benchMany(Number(values.documents)),
  memory: benchMemory,
  throughput: () => benchThroughput({ mebibytes: Number(values.mebibytes), runs: Number(values.runs) }),
};

const where = circumstances();
const benches: Bench[] = [];
for (const name of values.only.split(',')) {
  const run = available[name];
  if (run === undefined)
    throw new Error(`no benchmark '${name}'; there are ${Object.keys(available).join(', ')}`);
  console.error(`${name} ...`);
  benches.push(await run());
}

console.log(JSON.stringify({ ...where, benches }, null, 2));
if (values.write) {
  const document = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));
  await writeFile(document, markdown(where, benches, await readFile(document, 'utf8')));
}
