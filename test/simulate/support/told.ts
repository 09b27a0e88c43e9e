import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../src/config/load.ts';
import { problemText } from '../../../src/config/problem.ts';
import type { Policy } from '../../../src/rules/policy.ts';
import { notificationJson, type Notification } from '../../../src/simulate/notification.ts';
import { replay } from '../../../src/simulate/replay.ts';
import { Simulation } from '../../../src/simulate/simulation.ts';
import { readTime, type TimeForm } from '../../../src/simulate/time-form.ts';
import { tocsin } from '../../cli/support/tocsin.ts';

/** One line of the command's output. */
export interface ToldLine {
  readonly at: number | string;
  readonly receiver: string;
  readonly integration: string;
  readonly action: string;
  readonly status: string;
  readonly group: Readonly<Record<string, string>>;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly startsAt: number | string;
    readonly endsAt: number | string | null;
  }[];
  readonly reason: string;
}

/** A config as text: one webhook, all in one group, told after a second and looked at every second. */
export function configText(times: Readonly<Record<string, string>> = {}, rest = ''): string {
  const all = { group_wait: '1s', group_interval: '1s', repeat_interval: '1h', ...times };
  const { resolve_timeout: timeout = '5m', ...route } = all as typeof all & {
    resolve_timeout?: string;
  };
  const lines = Object.entries(route).map(([key, value]) => `  ${key}: ${value}`);
  return `resolve_timeout: ${timeout}
route:
  receiver: team
  group_by: []
${lines.join('\n')}
receivers:
  - name: team
    webhook: [{ url: 'http://127.0.0.1:9/hook' }]
${rest}`;
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with these files in it, until the tests of the file are over. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-simulate-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** The notifications that the command prints for a config and one of the scenarios. */
export async function simulated(
  config: string,
  scenario: string,
  args: readonly string[] = [],
): Promise<readonly ToldLine[]> {
  const folder = folderOf({ 'tocsin.yaml': config });
  const file = path.join(import.meta.dirname, '..', 'scenarios', `${scenario}.jsonl`);
  const { status, stdout, stderr } = await tocsin([
    'simulate',
    '--config',
    path.join(folder, 'tocsin.yaml'),
    '--input',
    file,
    '--json',
    ...args,
  ]);
  if (status !== 0 || stderr !== '') throw new Error(`it ended with ${status}: ${stderr}`);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line): ToldLine => JSON.parse(line));
}

/** The same in this process, of lines that stand in the test. */
export async function played(
  config: string,
  lines: readonly object[],
  until?: number | string,
): Promise<readonly ToldLine[]> {
  const input = path.join(folderOf({ 'events.jsonl': jsonLines(lines) }), 'events.jsonl');
  const told: Notification[] = [];
  let form: TimeForm | undefined;
  await replay([new Simulation(policyOf(config), { tell: (one) => told.push(one) })], {
    input,
    ...(until !== undefined && { until: readTime(until, 'until') }),
    onForm: (known) => (form = known),
  });
  return told.map((one): ToldLine => {
    if (form === undefined) throw new Error('nobody said how times are written');
    return JSON.parse(notificationJson(one, form));
  });
}

/** The policy of a config that has no errors. */
export function policyOf(text: string): Policy {
  const { policy, problems } = loadConfig({ text, env: {} });
  if (policy === undefined) throw new Error(problems.map(problemText).join('\n'));
  return policy;
}

export function jsonLines(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Notifications as short as they can be read: `2 +a,b -c`. */
export function short(told: readonly ToldLine[]): readonly string[] {
  return told.map(({ at, alerts }) => {
    const names = (status: string) =>
      alerts.filter((one) => one.status === status).map(({ labels }) => labels['alertname']);
    const parts = [names('firing'), names('resolved')].map((list, index) =>
      list.length > 0 ? ` ${index === 0 ? '+' : '-'}${list.join(',')}` : '',
    );
    return `${at}${parts.join('')}`;
  });
}

/** A line of plain JSON: alerts that fire, and those with a `-` before their name that are over. */
export function posted(at: number, ...names: readonly string[]): object {
  const alerts = names.map((name) => ({
    status: name.startsWith('-') ? 'resolved' : 'firing',
    labels: { alertname: name.replace('-', '') },
    ...(!name.startsWith('-') && { startsAt: at }),
  }));
  return { at, source: 'tocsin', body: { alerts } };
}
