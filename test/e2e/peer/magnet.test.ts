import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeInfo, infoHashOf } from '../../../common/metainfo/info.ts';
import { formatMagnet } from '../../../common/metainfo/magnet.ts';
import { decodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { encodeExchangeMessage } from '../../../common/wire/exchange-message.ts';
import { encodeExtendedHandshake } from '../../../common/wire/extended-handshake.ts';
import { encodeMetadataMessage, METADATA_PIECE } from '../../../common/wire/metadata-message.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab, type Lab, type RunningPeer } from '../../support/lab.ts';
import { type PlainTracker, plainTracker } from '../../support/plain-tracker.ts';
import { type Published, publishIn } from '../../support/published.ts';
import { connectRaw, listenRaw } from '../../support/raw-peer.ts';

const DOCUMENT = aPdf({ pages: 30, bytesPerPage: 30_000, seed: 11 });
const MD5 = createHash('md5').update(DOCUMENT).digest('hex');

let lab: Lab;
let published: Published;
let tracker: PlainTracker;
beforeAll(async () => {
  lab = await createLab();
  published = await publishIn(lab, 'Ímã & mapa.pdf', DOCUMENT);
  tracker = lab.own(await plainTracker());
}, 60_000);
afterAll(async () => await lab[Symbol.asyncDispose]());

const at = ({ port }: RunningPeer | { port: number }) => `127.0.0.1:${port}`;
const OURS = ['--json', '--host', '127.0.0.1', '--port', '0'];

const getBy = (magnet: string, data: string) => lab.run(['get', magnet, ...OURS], { data: lab.path(data) });

describe('get MAGNET', () => {
  test('needs no tracker of ours: a peer that the link names gives the info dictionary, and the bytes', async () => {
    const magnet = formatMagnet({
      infoHash: published.infoHash,
      trackers: [],
      peers: ['127.0.0.1:1', at(published.holder)],
    });
    const got = await getBy(magnet, 'by-peer');
    const result = got.json<{ path: string; md5: string; name: string }>();
    expect(result).toMatchObject({ name: 'Ímã & mapa.pdf', md5: MD5 });
    expect(Buffer.compare(await readFile(result.path), DOCUMENT)).toBe(0);
  }, 60_000);

  test('says why when nobody gives what the link names', async () => {
    const infoHash = infoHashOf(Buffer.from('unknown'));
    const magnet = formatMagnet({ infoHash, trackers: [tracker.url], peers: [at(published.holder)] });
    const got = await getBy(magnet, 'by-nobody');
    expect(got.code).toBe(4);
    expect(got.stderr).toMatch(/none of 1 peers gave what the magnet link names.*ERR_METADATA_NOT_FOUND/s);
  }, 60_000);

  test('asks a tracker that knows nothing of ours for peers, by the link or by the info hash alone', async () => {
    const { infoHash } = published;
    // a holder that only this tracker knows of
    const holder = await lab.startPeer({ tracker });
    const first = formatMagnet({ infoHash, trackers: [], peers: [at(published.holder)] });
    expect((await lab.run(['get', first, '--json'], { data: holder.data })).json()).toMatchObject({
      md5: MD5,
    });
    const got = await getBy(formatMagnet({ infoHash, trackers: [tracker.url] }), 'by-tracker');
    expect(got.json()).toMatchObject({ md5: MD5 });
    const bare = await lab.run(['get', infoHash, ...OURS], { data: lab.path('bare'), tracker });
    expect(bare.json()).toMatchObject({ md5: MD5 });
  }, 90_000);

  test('finds a holder by what another peer says of it (BEP 11)', async () => {
    const { infoBytes } = decodeMetainfo(await readFile(published.torrent));
    const added = [{ ip: '127.0.0.1', family: 4 as const, port: published.holder.port }];
    // it has nothing of the document, but knows who has
    const matchmaker = lab.own(
      await listenRaw((peer) => {
        peer.handshake(published.infoHash, { extended: true });
        peer.say({ type: 'haveNone' });
        const extensions = new Map([
          ['ut_metadata', 9],
          ['ut_pex', 8],
        ]);
        const payload = encodeExtendedHandshake({ extensions, metadataSize: infoBytes.length });
        peer.say({ type: 'extended', id: 0, payload });
        const metadata = { type: 'data', piece: 0, totalSize: infoBytes.length, data: infoBytes } as const;
        const telling = setInterval(() => {
          peer.say({ type: 'extended', id: 2, payload: Buffer.concat(encodeMetadataMessage(metadata)) });
          peer.say({ type: 'extended', id: 3, payload: encodeExchangeMessage({ added, dropped: [] }) });
        }, 300);
        peer.socket.on('close', () => clearInterval(telling));
      }),
    );
    const { infoHash } = published;
    const got = await getBy(formatMagnet({ infoHash, trackers: [], peers: [at(matchmaker)] }), 'by-pex');
    expect(got.json()).toMatchObject({ md5: MD5 });
  }, 60_000);

  test('is not led astray by one who lies, one who is silent and one who floods', async () => {
    const wrong = encodeInfo({ name: 'x', length: 1, pieceLength: 1, pieces: new Uint8Array(20) });
    const liar = lab.own(
      await listenRaw((peer) => {
        peer.handshake(published.infoHash, { extended: true });
        const introduction = { extensions: new Map([['ut_metadata', 9]]), metadataSize: wrong.length };
        peer.say({ type: 'extended', id: 0, payload: encodeExtendedHandshake(introduction) });
        const lie = { type: 'data', piece: 0, totalSize: wrong.length, data: wrong } as const;
        const payload = Buffer.concat(encodeMetadataMessage(lie));
        for (let time = 0; time < 50; time++) peer.say({ type: 'extended', id: 2, payload });
      }),
    );
    const silent = lab.own(await listenRaw(() => undefined));
    const flood = lab.own(
      await listenRaw((peer) => {
        peer.handshake(published.infoHash, { extended: true });
        peer.say({ type: 'extended', id: 2, payload: Buffer.from('not bencoding') });
      }),
    );
    const peers = [liar, silent, flood, published.holder].map(at);
    const magnet = formatMagnet({ infoHash: published.infoHash, trackers: [], peers });
    expect((await getBy(magnet, 'by-liars')).json()).toMatchObject({ md5: MD5 });
  }, 60_000);
});

describe('pageswarm peer', () => {
  test('gives the info dictionary piece by piece, whether it chokes or not', async () => {
    const { infoBytes } = decodeMetainfo(await readFile(published.torrent));
    await using peer = await connectRaw(published.holder.port);
    peer.handshake(published.infoHash, { extended: true });
    await peer.greeted();
    const { payload } = await peer.next('extended');
    expect(Buffer.from(payload).toString('latin1')).toContain(`13:metadata_sizei${infoBytes.length}e`);
    const introduction = { extensions: new Map([['ut_metadata', 7]]) };
    peer.say({ type: 'extended', id: 0, payload: encodeExtendedHandshake(introduction) });
    const request = Buffer.concat(encodeMetadataMessage({ type: 'request', piece: 0 }));
    peer.say({ type: 'extended', id: 2, payload: request });
    const answer = await peer.next('extended');
    const first = infoBytes.subarray(0, METADATA_PIECE);
    expect(answer.id).toBe(7);
    expect(Buffer.compare(answer.payload.subarray(-first.length), first)).toBe(0);
    // who asks without end is sent away
    for (let time = 0; time < 400; time++) peer.say({ type: 'extended', id: 2, payload: request });
    await peer.closed();
  }, 30_000);
});
