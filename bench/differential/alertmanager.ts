import { setTimeout as sleep } from 'node:timers/promises';
import { parseMatchers } from '../../src/config/matchers.ts';
import { runAlertmanager } from '../alertmanager-program.ts';
import { createApi, type Api } from './api.ts';
import { combinedConfig, only, originOf, SCENARIO } from './combined-config.ts';
import { DURATION, labelsOf, nameOf, secondIn, timeIn, toldTo } from './scenario.ts';
import type { Happening, Scenario, Told } from './scenario.ts';
import { startSink, type Posted } from './sink.ts';

/** What an Alertmanager of some version told, scenario by scenario. */
export interface Heard {
  readonly version: string;
  readonly told: readonly (readonly Told[])[];
  /** The longest that it took to do something, in milliseconds: a tenth of a second may decide what is told. */
  readonly slowest: number;
}

/** From Alertmanager's start to the scenarios' begin, in milliseconds: it has read its config by then. */
export const LEAD = 3_500;

/**
 * Runs scenarios through one Alertmanager, all at once and in real time.
 *
 * @param scenarios the first begins first, at least `LEAD` from now
 * @param work a folder to work in
 */
export async function throughAlertmanager(
  scenarios: readonly Scenario[],
  work: string,
): Promise<Heard> {
  const [first] = scenarios;
  if (first === undefined) throw new Error('there are no scenarios');
  const begin = timeIn(first, 0);
  const told: Told[][] = scenarios.map(() => []);
  const sink = await startSink((message) => {
    const { index } = originOf(message);
    const scenario = scenarios[index];
    if (scenario !== undefined) told[index]?.push(toldBy(message, secondIn(scenario, Date.now())));
  });
  try {
    if (Date.now() > begin - LEAD) throw new Error('the scenarios begin too soon');
    await until(begin - LEAD);
    const program = await runAlertmanager(work, combinedConfig(scenarios, sink.url));
    try {
      const api = createApi(program.url);
      const version = await api.version();
      if (Date.now() > begin) throw new Error('Alertmanager took too long to start');
      const slowest = await enact(scenarios, api);
      await until(timeIn(first, DURATION));
      return { version, told, slowest };
    } finally {
      await program.stop();
    }
  } finally {
    await sink.stop();
  }
}

function toldBy(message: Posted, at: number): Told {
  const { route, receiver } = originOf(message);
  const { [SCENARIO]: _, ...group } = message.groupLabels;
  const alerts = message.alerts.map(
    ({ status, labels }) => `${status === 'firing' ? '+' : '-'}${nameOf(labels)}`,
  );
  return {
    at: Math.round(at * 100) / 100,
    to: toldTo(route, receiver, group),
    alerts: alerts.toSorted(),
  };
}

/** Does what happens, each at its time. @returns how late any of it was done at most, in milliseconds */
async function enact(scenarios: readonly Scenario[], api: Api): Promise<number> {
  const all = scenarios
    .flatMap((scenario, index) => {
      const stage = { index, scenario, api, ids: new Map<string, string>() };
      return scenario.happenings.map((happening) => {
        return { at: timeIn(scenario, happening.at), happening, stage };
      });
    })
    .toSorted((one, other) => one.at - other.at);
  const asked: Promise<number>[] = [];
  for (const { at, happening, stage } of all) {
    await until(at);
    asked.push(happen(happening, stage).then(() => Date.now() - at));
  }
  return Math.max(...(await Promise.all(asked)));
}

interface Stage {
  readonly index: number;
  readonly scenario: Scenario;
  readonly api: Api;
  /** The ids that Alertmanager gave, by the scenarios' own. */
  readonly ids: Map<string, string>;
}

async function happen(happening: Happening, stage: Stage): Promise<void> {
  const { index, scenario, api, ids } = stage;
  const time = (seconds: number) => new Date(timeIn(scenario, seconds)).toISOString();
  const alert = (name: string) => ({ ...labelsOf(name), [SCENARIO]: String(index) });
  if ('fire' in happening) {
    const { at, fire, start = at, end } = happening;
    const ends = end === undefined ? {} : { endsAt: time(end) };
    await api.postAlert({ labels: alert(fire), startsAt: time(start), ...ends });
  } else if ('resolve' in happening) {
    await api.postAlert({ labels: alert(happening.resolve), endsAt: time(happening.at) });
  } else if ('silence' in happening) {
    const id = ids.get(happening.silence);
    const isActive = id !== undefined && happening.from < happening.at;
    const given = await api.postSilence({
      ...(id !== undefined && { id }),
      matchers: [only(index), ...happening.matchers].flatMap(writtenMatchers),
      startsAt: isActive ? await api.startOf(id) : time(happening.from),
      endsAt: time(happening.until),
      createdBy: 'somebody',
      comment: happening.silence,
    });
    ids.set(happening.silence, given);
  } else {
    await api.expire(ids.get(happening.expire) ?? '');
  }
}

function writtenMatchers(text: string): readonly object[] {
  return parseMatchers(text).map(({ name, operator, value }) => ({
    name,
    value,
    isEqual: operator.startsWith('='),
    isRegex: operator.endsWith('~'),
  }));
}

async function until(time: number): Promise<void> {
  const wait = time - Date.now();
  if (wait > 0) await sleep(wait);
}
