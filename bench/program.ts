import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/** A program that runs while a measurement does. */
export interface Program {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a program; what it says goes to a log file, but for standard output where that is asked for. */
export function startProgram(
  command: string,
  args: readonly string[],
  {
    log,
    stdin = 'ignore',
    stdout = 'log',
  }: {
    readonly log: string;
    readonly stdin?: 'ignore' | 'pipe';
    readonly stdout?: 'log' | 'pipe';
  },
): Program {
  const file = openSync(log, 'a');
  const out = stdout === 'pipe' ? 'pipe' : file;
  const child = spawn(command, args, { stdio: [stdin, out, file] });
  closeSync(file);
  return {
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What a program that was started with `stdout: 'pipe'` says first. */
export async function firstLine({ child }: Program): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  throw new Error('the program did not start');
}

/** Waits for a condition. @throws Error when it never came */
export async function waitFor(
  what: string,
  isDone: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isDone())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
