import { createLab } from '../support/lab.ts';
import { getOnce, publish, randomFile } from './our-transfer.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const MB = 1e6;
/** Each four times the one before. */
const MEBIBYTES = [64, 256, 1024, 4096];

/** Resident memory of holder and downloader over the size of what is sent. */
export async function benchMemory(): Promise<Bench> {
  const measurements: Measurement[] = [];
  for (const mebibytes of MEBIBYTES) {
    await using lab = await createLab();
    const offer = await publish(lab, await randomFile(lab, mebibytes), ['--any']);
    const { holderPeak, downloaderPeak } = await getOnce(offer, true);
    measurements.push({
      of: `${mebibytes} MiB by pieces`,
      values: {
        'holder peak MB': rounded(holderPeak / MB),
        'downloader peak MB': rounded(downloaderPeak / MB),
      },
    });
  }
  return {
    title: 'Memory over size',
    method:
      'A running holder to a running downloader on loopback, with MD5 and SHA-256 of the whole, once each: the most resident memory since the ' +
      'process began.',
    measurements,
    skipped: [],
  };
}
