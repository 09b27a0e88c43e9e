import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

export interface BotProcess {
  readonly url: string;
  /** SIGKILL: no time to say good-bye. */
  readonly kill: () => Promise<void>;
  /** SIGSTOP: it stands still, as a machine does that is out of breath, until `goOn`. */
  readonly pause: () => void;
  readonly goOn: () => void;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | null>;
}

const SCRIPT = fileURLToPath(new URL('./bot-main.ts', import.meta.url));

/** The bot in a process of its own, so that it can be killed. */
export async function spawnBot(world: World, config: string): Promise<BotProcess> {
  const configFile = path.join(world.folder, `bot-${process.hrtime.bigint()}.yaml`);
  const certificateFile = `${configFile}.pem`;
  await writeFile(configFile, config);
  await writeFile(certificateFile, world.sns.certificatePem);
  const child = spawn(
    process.execPath,
    [SCRIPT, configFile, world.sns.certificateUrl, certificateFile],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const url = await firstLine(child);
  const ended = once(child, 'exit');
  return {
    url,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)));
  });
}
