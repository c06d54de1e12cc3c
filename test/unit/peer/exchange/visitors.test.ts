import { describe, expect, test } from '@jest/globals';
import { parseInfoHash } from '../../../../common/ids.ts';
import { Visitors } from '../../../../peer/exchange/exchange.ts';
import { aFakeConnection } from '../../../support/fake-connection.ts';

const wanted = parseInfoHash('11'.repeat(20));
const other = parseInfoHash('22'.repeat(20));
const about = (infoHash: typeof wanted) => aFakeConnection({ infoHash }).connection;

describe('Visitors', () => {
  test('leads who comes to the download of that document, while there is one', () => {
    const visitors = new Visitors();
    const came: unknown[] = [];
    const heard: string[] = [];
    const end = visitors.receive(wanted, {
      came: (connection) => came.push(connection),
      heard: (from) => heard.push(from),
    });
    const visitor = about(wanted);
    visitors.came(visitor);
    visitors.came(about(other));
    visitors.heard(wanted, 'a', { added: [], dropped: [] });
    visitors.heard(other, 'b', { added: [], dropped: [] });
    end();
    visitors.came(about(wanted));
    expect(came).toEqual([visitor]);
    expect(heard).toEqual(['a']);
  });

  test('leads to the latest download, which the end of an earlier one does not disturb', () => {
    const visitors = new Visitors();
    const came: string[] = [];
    const host = (name: string) => ({ came: () => void came.push(name), heard: () => undefined });
    const endFirst = visitors.receive(wanted, host('first'));
    visitors.receive(wanted, host('second'));
    endFirst();
    visitors.came(about(wanted));
    expect(came).toEqual(['second']);
  });
});
