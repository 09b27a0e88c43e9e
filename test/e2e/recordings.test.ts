import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replay } from '../../src/simulate/replay.ts';
import { Simulation } from '../../src/simulate/simulation.ts';
import { configText, policyOf } from '../simulate/support/told.ts';
import { startBot } from '../support/bot.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const TOKEN = 'recorded-token-0123456789';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

test('what the bot took in can be replayed, holds no token, and nothing that was refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-e2e-'));
  const bot = await startBot({
    config: `
redis: { url: '${redis.url}' }
http: { listen: 127.0.0.1:0 }
data_dir: ${folder}
intake: { webhooks: { tocsin: { token: ${TOKEN} } } }
recordings: { enabled: true }
`,
    sns: { certificateUrl: '', certificatePem: '' },
  });
  const post = async (token: string, name: string): Promise<number> => {
    const alert = { labels: { alertname: name }, annotations: { note: `sent with ${token}` } };
    const answer = await fetch(`${bot.url}/v1/alerts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ alerts: [alert] }),
    });
    return answer.status;
  };
  expect(await post(TOKEN, 'DiskFull')).toBe(200);
  expect(await post('guessed', 'Forged')).toBe(401);
  await bot.stop();

  const recordings = path.join(folder, 'recordings');
  const text = readdirSync(recordings)
    .map((name) => readFileSync(path.join(recordings, name), 'utf8'))
    .join('');
  expect(text).toContain('DiskFull');
  expect(text).not.toContain(TOKEN);
  expect(text).not.toContain('Forged');

  const told: string[] = [];
  const simulation = new Simulation(policyOf(configText()), {
    tell: ({ alerts }) => told.push(...alerts.map(({ labels }) => labels['alertname'] ?? '')),
  });
  await replay([simulation], { input: recordings });
  expect(told[0]).toBe('DiskFull');
});
