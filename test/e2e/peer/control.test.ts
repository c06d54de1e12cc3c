import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { connectControl, openControl } from '../../../peer/control/control.ts';
import { aControl, cleanUp, lockOf, newFolder, statusOf } from '../../support/a-control.ts';

afterEach(cleanUp);

describe('openControl', () => {
  test('writes a lock that only the owner can read, and takes it back at the end', async () => {
    const data = newFolder();
    const control = await openControl(data);
    expect(lockOf(data)).toMatchObject({ pid: process.pid, port: control.port });
    expect(statSync(join(data, 'node.lock')).mode & 0o777).toBe(0o600);
    await control[Symbol.asyncDispose]();
    expect(existsSync(join(data, 'node.lock'))).toBe(false);
  });

  test('refuses a second node on the folder and names the first', async () => {
    const data = newFolder();
    await aControl(data, {});
    await expect(openControl(data)).rejects.toMatchObject({
      code: 'ERR_PEER_ALREADY_RUNNING',
      message: expect.stringContaining(String(process.pid)),
    });
  });

  test('replaces the lock of a process that is gone', async () => {
    const data = newFolder();
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    const lock = { version: 1, pid: dead.pid, machine: hostname(), port: 1, token: 'a'.repeat(64) };
    writeFileSync(join(data, 'node.lock'), JSON.stringify(lock));
    expect(await connectControl(data)).toBeUndefined();
    await aControl(data, {});
    expect(lockOf(data).pid).toBe(process.pid);
  });

  test('replaces a lock whose number was given to another process', async () => {
    const data = newFolder();
    const lock = { version: 1, pid: process.ppid, machine: hostname(), port: 1, token: 'a'.repeat(64) };
    writeFileSync(join(data, 'node.lock'), JSON.stringify(lock));
    await aControl(data, {});
    expect(lockOf(data).pid).toBe(process.pid);
  });

  test('leaves the folder to a node of another machine for as long as that touches its lock', async () => {
    const data = newFolder();
    const file = join(data, 'node.lock');
    const lock = { version: 1, pid: 1, machine: 'elsewhere', port: 1, token: 'a'.repeat(64) };
    writeFileSync(file, JSON.stringify(lock));
    await expect(openControl(data)).rejects.toMatchObject({ code: 'ERR_PEER_ALREADY_RUNNING' });
    utimesSync(file, new Date(), new Date(Date.now() - 3_600_000));
    await aControl(data, {});
    expect(lockOf(data).pid).toBe(process.pid);
  });

  test('says what is wrong with a lock that cannot be read', async () => {
    const data = newFolder();
    mkdirSync(join(data, 'node.lock'));
    await expect(openControl(data)).rejects.toMatchObject({ code: 'ERR_LIBRARY_IO' });
  }, 10_000); // it used to try again for 20 s, flushing a file each time

  test('waits for a node that is ending', async () => {
    const data = newFolder();
    const first = await aControl(data, {});
    await first.end();
    expect(await connectControl(data)).toBeUndefined();
    const second = aControl(data, {});
    await first[Symbol.asyncDispose]();
    const { port } = await second;
    expect(lockOf(data).port).toBe(port);
  });

  test('lets nobody in without the token, with a foreign host name, or from a web page', async () => {
    const data = newFolder();
    const { port } = await aControl(data, { list: async () => [] });
    expect(await statusOf(data, {})).toBe(200);
    expect(await statusOf(data, { headers: { host: `localhost:${port}` } })).toBe(200);
    expect(await statusOf(data, { headers: { authorization: 'Bearer x' } })).toBe(401);
    expect(await statusOf(data, { headers: { authorization: '' } })).toBe(401);
    expect(await statusOf(data, { headers: { host: `evil.example:${port}` } })).toBe(403);
    expect(await statusOf(data, { headers: { origin: 'https://evil.example' } })).toBe(403);
  });

  test('answers what it does not understand with a status and goes on', async () => {
    const data = newFolder();
    await aControl(data, { list: async () => [] });
    expect(await statusOf(data, { path: '/v1/operations/constructor' })).toBe(404);
    expect(await statusOf(data, { method: 'GET', body: '' })).toBe(404);
    expect(await statusOf(data, { body: '[' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/show', body: '{"document":1}' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/pause' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/forget', body: '{"id":1}' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/publish', body: '{"paths":["a.pdf"]}' })).toBe(400);
    expect(await statusOf(data, { body: `"${'x'.repeat(5_000_000)}"` })).toBe(413);
    expect(await statusOf(data, {})).toBe(200);
  });
});
