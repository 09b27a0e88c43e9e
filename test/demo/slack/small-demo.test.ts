import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { until } from '../../support/wait.ts';

const module = new URL('../../../demo/run.ts', import.meta.url).href;

it('the demo tells its story in the small workspace too, and stops cleanly', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-demo-'));
  const script = `
    import { runDemo } from ${JSON.stringify(module)};
    await runDemo({ dataDir: ${JSON.stringify(folder)}, slack: 'small' });
  `;
  const demo = spawn(process.execPath, ['--input-type=module', '-e', script]);
  try {
    const ended = once(demo, 'exit');
    let said = '';
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.on('data', (part: Buffer) => (said += part.toString()));
    }
    const url = await until('the address of the page', () => /Slack +(http\S+) /.exec(said)?.[1]);
    await until('a message', async () => /🔴[^]+orders-api/.test(await (await fetch(url)).text()));
    await until('its end', async () => /\(edited\)[^]+🟢/.test(await (await fetch(url)).text()));
    expect(said).toContain('A richer local Slack exists only on Linux x64');
    await until('what to try', () => said.includes('Try this, in another terminal'));
    expect(said).not.toContain('Acknowledge, Silence…');
    demo.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  } finally {
    demo.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
