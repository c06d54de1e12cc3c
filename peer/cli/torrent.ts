import { writeFile } from 'node:fs/promises';
import { Command } from '@commander-js/extra-typings';
import { formatMagnet } from '../../common/metainfo/magnet.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { TrackerClient } from '../../common/runtime/tracker-client.ts';
import { safeName } from '../../common/text/safe-name.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { targetFile } from './target-file.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `torrent`. */
export function torrentCommand(perform: Perform): Command {
  const command = new Command('torrent')
    .description('save the .torrent of a document, which any BitTorrent client understands')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('-o, --output <file>', 'where to; - for stdout; by default NAME.torrent in this folder')
    .option('--magnet', 'print its magnet link instead')
    .option('--json', 'print what was saved, or the link, as JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const torrent = await withOperations(config, context, (operations) =>
        operations.torrent(document, context),
      );
      if (options.magnet === true) {
        const magnet = magnetOf(torrent.bytes, config.trackers);
        return options.json === true
          ? context.output.json({ name: torrent.name, magnet })
          : context.output.data(magnet);
      }
      if (options.output === '-') return context.output.bytes(torrent.bytes);

      const path = await targetFile(options.output ?? safeName(`${torrent.name}.torrent`));
      await writeFile(path, torrent.bytes, { flag: 'wx' });
      if (options.json === true)
        context.output.json({ name: torrent.name, path, bytes: torrent.bytes.length });
      else context.output.data(path);
    }),
  ) as unknown as Command;
}

/** The link to what `torrent` describes; who follows it asks `trackers`, and those that the file names. */
function magnetOf(torrent: Uint8Array, trackers: readonly string[]): string {
  const { info, trackers: named } = decodeMetainfo(torrent);
  const announceUrls = trackers.map((url) => new TrackerClient(url, 0).announceUrl);
  return formatMagnet({
    infoHash: info.infoHash,
    name: info.name,
    length: info.length,
    trackers: [...new Set([...announceUrls, ...named.flat()])],
  });
}

const EXAMPLES = `
Examples:
  $ pageswarm torrent "Introdução à Álgebra.pdf"
  $ pageswarm torrent 5f2b1c90 --magnet
  $ pageswarm torrent 5f2b1c90 -o book.torrent && aria2c book.torrent`;
