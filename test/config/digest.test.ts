import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../../src/config/digest.ts';
import { loadConfig } from '../../src/config/load.ts';

function digest(text: string, version = '1.0.0'): string {
  const { config } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error('a config that can be read was expected');
  return digestOf(config, version);
}

test('replicas with one config and version decide alike, wherever each of them listens', () => {
  const own = 'http: { listen: "127.0.0.1:9999" }\ndata_dir: ./other\nredis: { url: "redis://r" }';
  expect(digest(own)).toBe(digest(''));
});

test('a certificate authority counts by what it says, not by where its file is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-digest-'));
  const files = ['a', 'b', 'c'].map((name) => join(folder, name));
  for (const [index, file] of files.entries()) await writeFile(file, index < 2 ? 'one' : 'other');
  const [a, b, c] = files.map((file) => digest(`pagerduty: { ca_file: ${file} }`));
  expect(a).toBe(b);
  expect(c).not.toBe(a);
  await rm(folder, { recursive: true });
});

test('another route, receiver, secret or version is another policy', () => {
  const receiver = (channel: string) =>
    `receivers: [ { name: a, slack: [{ channel: "${channel}" }] } ]`;
  const all = [
    digest(''),
    digest('route: { group_wait: 5s }'),
    digest(receiver('#x')),
    digest(receiver('#y')),
    digest('slack: { bot_token: xoxb-1 }'),
    digest('', '1.0.1'),
  ];
  expect(new Set(all).size).toBe(all.length);
});
