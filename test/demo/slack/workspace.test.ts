import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../demo/slack/workspace.ts';
import { freePort } from '../../support/ports.ts';

const module = new URL('../../../demo/slack/workspace.ts', import.meta.url).href;

async function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

describe('the local Slack workspace', () => {
  it('shows its page on the port it was given, until it is stopped', async () => {
    const port = await freePort();
    const workspace = await startWorkspace({ channels: ['#ops'], port });
    expect(workspace.url).toBe(`http://127.0.0.1:${port}`);
    const page = await fetch(workspace.url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await workspace.messages('ops')).toEqual([]);
    await workspace.stop();
    expect(await isUp(workspace.url)).toBe(false);
  });

  it('gives a channel the same id after a restart, so that links stay good', async () => {
    const first = await startWorkspace({ channels: ['ops'] });
    const second = await startWorkspace({ channels: ['other', '#ops'] });
    expect(second.channelId('#ops')).toBe(first.channelId('ops'));
    expect(() => second.channelId('#nowhere')).toThrow('no channel #nowhere');
    await Promise.all([first.stop(), second.stop()]);
  });

  it('says why it could not start', async () => {
    const port = await freePort();
    const other = createServer().listen(port);
    await once(other, 'listening');
    await expect(startWorkspace({ channels: ['ops'], port })).rejects.toThrow(
      /stopped with status/,
    );
    other.close();
  });

  it('says which package is missing where it does not run', async () => {
    const script = `
      Object.defineProperty(process, 'platform', { value: 'sunos' });
      const { startWorkspace } = await import(${JSON.stringify(module)});
      await startWorkspace({ channels: [] }).catch((error) => process.stdout.write(error.message));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    await once(child, 'close');
    expect(said).toContain('needs the optional package local-slack-sunos-');
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'ends when the program that started it ends by %s',
    async (signal) => {
      const script = `
        import { startWorkspace } from ${JSON.stringify(module)};
        const { url } = await startWorkspace({ channels: ['ops'] });
        process.stdout.write(url);
        setInterval(() => undefined, 1000);
      `;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
      const [said] = await once(parent.stdout, 'data');
      const url = String(said);
      expect(await isUp(url)).toBe(true);
      parent.kill(signal);
      await expect.poll(() => isUp(url), { timeout: 5000 }).toBe(false);
    },
  );
});
