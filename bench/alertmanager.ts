import { createWriteStream } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { ALERTS, alarmOf, type Load } from './load.ts';
import { startProgram, waitFor } from './program.ts';
import type { Runner } from './runner.ts';

const PROGRAM = '/usr/bin/prometheus-alertmanager';

/** Whether there is an Alertmanager on this machine to hold ours against. */
export async function hasAlertmanager(): Promise<boolean> {
  return access(PROGRAM).then(
    () => true,
    () => false,
  );
}

/** Alertmanager as Debian has it: one alert a request, the same alarms, groups, rhythm and sink. */
export async function startAlertmanager(
  work: string,
  sinkUrl: string,
  folder: string,
): Promise<Runner> {
  const config = path.join(work, 'alertmanager.yml');
  await writeFile(
    config,
    `
route: { receiver: sink, group_by: [ApiName], group_wait: 1s, group_interval: 5s, repeat_interval: 4h }
receivers: [ { name: sink, webhook_configs: [ { url: "${sinkUrl}" } ] } ]
`,
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram(
    PROGRAM,
    [
      `--config.file=${config}`,
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
  await waitFor('Alertmanager is ready', isReady, 10_000);
  const file = await alertFile(folder);
  return {
    load: { url, path: '/api/v2/alerts', contentType: 'application/json', file },
    taken: async () => counted(await metrics(url), 'alertmanager_alerts_received_total'),
    stop: () => program.stop(),
  };
}

async function metrics(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

function counted(text: string, metric: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${metric}{`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** The same alarms as Alertmanager takes them, with the labels and annotations that ours become. */
async function alertFile(folder: string): Promise<Load['file']> {
  const file = path.join(folder, `alerts-${ALERTS}.jsonl`);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  const lines = createWriteStream(file);
  for (let index = 0; index < ALERTS; index += 1) {
    const { name, api } = alarmOf(index);
    const labels = {
      alertname: name,
      account: '111122223333',
      region: 'us-east-1',
      severity: 'warning',
      namespace: 'AWS/ApiGateway',
      metric: '5XXError',
      ApiName: api,
    };
    const annotations = { summary: `5XXError average ${10 + (index % 90)} over 10 for 1 min` };
    if (!lines.write(`${JSON.stringify([{ labels, annotations }])}\n`)) await once(lines, 'drain');
  }
  lines.end();
  await once(lines, 'finish');
  return file;
}
