import { createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { runAlertmanager } from './alertmanager-program.ts';
import { ALERTS, alarmOf, type Load } from './load.ts';
import type { Runner } from './runner.ts';

/** Alertmanager as Debian has it: one alert a request, the same alarms, groups, rhythm and sink. */
export async function startAlertmanager(
  work: string,
  sinkUrl: string,
  folder: string,
): Promise<Runner> {
  const { url, stop } = await runAlertmanager(
    work,
    `
route: { receiver: sink, group_by: [ApiName], group_wait: 1s, group_interval: 5s, repeat_interval: 4h }
receivers: [ { name: sink, webhook_configs: [ { url: "${sinkUrl}" } ] } ]
`,
  );
  const file = await alertFile(folder);
  return {
    load: { url, path: '/api/v2/alerts', contentType: 'application/json', file },
    lines: ALERTS,
    taken: async () => counted(await metrics(url), 'alertmanager_alerts_received_total'),
    stop,
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
