import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { startProgram, waitFor } from './program.ts';

const PROGRAM = '/usr/bin/prometheus-alertmanager';

/** Whether there is an Alertmanager on this machine to hold ours against. */
export async function hasAlertmanager(): Promise<boolean> {
  return access(PROGRAM).then(
    () => true,
    () => false,
  );
}

/** An Alertmanager that answers at `url`. */
export interface RunningAlertmanager {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Alertmanager as Debian has it, alone and on a free port.
 *
 * @param work a folder for its config, its log and what it keeps
 * @param config its config as text
 */
export async function runAlertmanager(work: string, config: string): Promise<RunningAlertmanager> {
  const file = path.join(work, 'alertmanager.yml');
  await writeFile(file, config);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram(
    PROGRAM,
    [
      `--config.file=${file}`,
      `--storage.path=${path.join(work, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    { log: path.join(work, 'alertmanager.log') },
  );
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await waitFor('Alertmanager is ready', isReady, 10_000);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { url, stop: () => program.stop() };
}
