import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../src/config/load.ts';
import { replay } from '../src/simulate/replay.ts';
import { Simulation } from '../src/simulate/simulation.ts';
import { createChance } from './chance.ts';

/**
 * How fast a recorded week is replayed: alarms of 2,000 services that fire and recover, in 300 groups,
 * told to Slack and, a third of them, to PagerDuty too.
 *
 *   npm run bench:simulate [SIGNALS]
 */
const [signals = 100_000] = process.argv.slice(2).map(Number);
const WEEK = 7 * 24 * 60 * 60;
const LONGEST = 60 * 60;
const SERVICES = 2_000;
const ALARMS = 300;

const CONFIG = `
route:
  receiver: team
  group_by: [alertname]
  routes:
    - matchers: ['alertname=~"alarm-1.*"']
      receiver: page
receivers:
  - name: team
    slack: [{ channel: '#ops' }]
  - name: page
    slack: [{ channel: '#incidents', mention: '<!here>' }]
    pagerduty: [{ routing_key: 0123456789abcdef0123456789abcdef }]
`;

function recordedWeek(): string {
  const chance = createChance();
  const changes = Array.from({ length: signals / 2 }, () => {
    const at = chance() * (WEEK - LONGEST);
    const service = Math.floor(chance() * SERVICES);
    const over = at + 30 + chance() * (LONGEST - 30);
    return [
      { at, service, status: 'firing' },
      { at: over, service, status: 'resolved' },
    ];
  });
  return changes
    .flat()
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, service, status }) => {
      const labels = { alertname: `alarm-${service % ALARMS}`, service: `service-${service}` };
      const annotations = { summary: `${labels.service} answers slowly` };
      const body = { alerts: [{ status, labels, annotations }] };
      return `${JSON.stringify({ at: Math.round(at * 1000) / 1000, source: 'tocsin', body })}\n`;
    })
    .join('');
}

const { policy } = loadConfig({ text: CONFIG, env: {} });
if (policy === undefined) throw new Error('the config of the benchmark is wrong');
const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
try {
  const input = path.join(folder, 'week.jsonl');
  await writeFile(input, recordedWeek());
  let notifications = 0;
  const simulation = new Simulation(policy, { tell: () => (notifications += 1) });
  const begun = performance.now();
  const { events } = await replay([simulation], { input });
  const seconds = (performance.now() - begun) / 1000;
  process.stdout.write(
    `${events} signals of a week, ${notifications} notifications: ` +
      `${seconds.toFixed(2)} s, ${Math.round(events / seconds)} signals/s\n`,
  );
} finally {
  await rm(folder, { recursive: true });
}
