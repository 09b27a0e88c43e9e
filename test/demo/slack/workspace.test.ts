import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isLocalSlackInstalled, startWorkspace } from '../../../demo/slack/workspace.ts';
import { freePort } from '../../support/ports.ts';

const module = new URL('../../../demo/slack/workspace.ts', import.meta.url).href;

async function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** The kinds that run on this machine. */
const KINDS = isLocalSlackInstalled() ? (['local-slack', 'small'] as const) : (['small'] as const);

describe.each(KINDS)('a local workspace of the kind %s', (kind) => {
  it('shows its page on the port it was given, until it is stopped', async () => {
    const port = await freePort();
    const workspace = await startWorkspace({ kind, channels: ['#ops'], port });
    expect(workspace.url).toBe(`http://127.0.0.1:${port}`);
    const page = await fetch(workspace.url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(workspace.kind).toBe(kind);
    expect(await workspace.messages('ops')).toEqual([]);
    await workspace.stop();
    expect(await isUp(workspace.url)).toBe(false);
  });

  it('gives a channel the same id after a restart, so that links stay good', async () => {
    const first = await startWorkspace({ kind, channels: ['ops'] });
    const second = await startWorkspace({ kind, channels: ['other', '#ops'] });
    expect(second.channelId('#ops')).toBe(first.channelId('ops'));
    expect(() => second.channelId('#nowhere')).toThrow('no channel #nowhere');
    await Promise.all([first.stop(), second.stop()]);
  });

  it('says why it could not start', async () => {
    const port = await freePort();
    const other = createServer().listen(port);
    await once(other, 'listening');
    await expect(startWorkspace({ kind, channels: ['ops'], port })).rejects.toThrow(
      /stopped with status|EADDRINUSE/,
    );
    other.close();
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'ends when the program that started it ends by %s',
    async (signal) => {
      const script = `
        import { isLocalSlackInstalled, startWorkspace } from ${JSON.stringify(module)};
        const { url } = await startWorkspace({ kind: '${kind}', channels: ['ops'] });
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

describe('where the package of the real local Slack does not exist', () => {
  async function onAnotherPlatform(script: string): Promise<string> {
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `Object.defineProperty(process, 'platform', { value: 'sunos' });
      const { startWorkspace } = await import(${JSON.stringify(module)});
      ${script}`,
    ]);
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    await once(child, 'close');
    return said;
  }

  it('the small one runs in its place', async () => {
    const said = await onAnotherPlatform(`
      const workspace = await startWorkspace({ channels: ['ops'] });
      process.stdout.write(workspace.kind + ' ' + (await fetch(workspace.url)).status);
      await workspace.stop();
    `);
    expect(said).toBe('small 200');
  });

  it('who insists on the real one is told which package is missing', async () => {
    const said = await onAnotherPlatform(`
      await startWorkspace({ channels: [], kind: 'local-slack' })
        .catch((error) => process.stdout.write(error.message));
    `);
    expect(said).toContain('needs the optional package local-slack-sunos-');
  });
});
