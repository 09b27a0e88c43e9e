import { loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import type { Policy } from '../../src/rules/policy.ts';
import type { Notification } from '../../src/simulate/notification.ts';
import { readOccasion } from '../../src/simulate/occasion.ts';
import { Simulation } from '../../src/simulate/simulation.ts';
import { DURATION, labelsOf, nameOf, secondIn, timeIn, toldTo } from './scenario.ts';
import type { Happening, Scenario, Setting, Told } from './scenario.ts';

/** A scenario and what ours makes of its setting. */
export interface Setup {
  readonly scenario: Scenario;
  readonly policy: Policy;
}

/** @throws Error when the setting is refused */
export function setupOf(scenario: Scenario): Setup {
  const { policy, problems } = loaded(scenario.setting);
  if (policy === undefined) throw new Error(problems.map(problemText).join('\n'));
  return { scenario, policy };
}

/** What our rules tell in a scenario, on the virtual clock. */
export async function throughOurs({ scenario, policy }: Setup): Promise<readonly Told[]> {
  const told: Told[] = [];
  const simulation = new Simulation(policy, {
    tell: (one) => told.push(toldBy(one, scenario)),
  });
  for (const happening of scenario.happenings) {
    await simulation.take(readOccasion(JSON.stringify(lineOf(happening, scenario))));
  }
  await simulation.until(timeIn(scenario, DURATION));
  return told;
}

/** Whether ours takes a setting: it refuses routes that could take no alert. */
export function isTaken(setting: Setting): boolean {
  return loaded(setting).policy !== undefined;
}

/** With Alertmanager's timing of what fires again. */
function loaded({ receivers, route, ...rest }: Setting): ReturnType<typeof loadConfig> {
  const text = JSON.stringify({
    ...rest,
    route: { ...route, prompt_refire: false },
    receivers: Object.entries(receivers).map(([name, sendResolved]) => ({
      name,
      webhook: [{ url: `http://127.0.0.1:9/${name}`, send_resolved: sendResolved }],
    })),
  });
  return loadConfig({ text, env: {} });
}

function toldBy({ at, key, integration, group, alerts }: Notification, scenario: Scenario): Told {
  const route = key.slice(0, key.lastIndexOf('.'));
  const names = alerts.map(
    ({ status, labels }) => `${status === 'firing' ? '+' : '-'}${nameOf(labels)}`,
  );
  return {
    at: secondIn(scenario, at),
    to: toldTo(route, integration.receiver, group),
    alerts: names.toSorted(),
  };
}

/** A happening as a line of what `tocsin simulate` replays. */
function lineOf(happening: Happening, scenario: Scenario): object {
  const time = (seconds: number) => new Date(timeIn(scenario, seconds)).toISOString();
  const at = time(happening.at);
  if ('fire' in happening) {
    const { fire, start, end } = happening;
    return posted(at, {
      status: 'firing',
      labels: labelsOf(fire),
      startsAt: start === undefined ? at : time(start),
      ...(end !== undefined && { endsAt: time(end) }),
      resends: true,
    });
  }
  if ('resolve' in happening) {
    return posted(at, { status: 'resolved', labels: labelsOf(happening.resolve), endsAt: at });
  }
  if ('silence' in happening) {
    const { silence: id, matchers, from, until } = happening;
    return { at, intent: 'silence', id, matchers, startsAt: time(from), endsAt: time(until) };
  }
  return { at, intent: 'expire-silence', id: happening.expire };
}

function posted(at: string, alert: object): object {
  return { at, source: 'tocsin', body: { alerts: [alert] } };
}
