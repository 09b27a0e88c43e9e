import type { Config } from '../config/load.ts';
import { Mistake, quoted } from '../config/mistake.ts';
import { nearest } from '../config/nearest.ts';
import { wallOf } from '../config/starts.ts';
import { onCallInPagerDuty, type OnCallSource } from '../delivery/pagerduty/on-call.ts';
import type { RestApi } from '../delivery/pagerduty/rest-api.ts';
import type { Duty, OnCall } from '../engine/ports/on-call.ts';
import { turnAt } from '../rules/rotation.ts';
import { createMemoryStore } from '../store/memory/store.ts';
import { restApi } from './pagerduty.ts';

export type { Duty };

/** How long what PagerDuty said is taken for true, in milliseconds. */
const REMEMBERED = 60_000;
/** Whoever asks waits for it. */
const TIMEOUT = 5_000;

type Schedule = Config['oncall'][number];

/**
 * Who is on call by the config; undefined where it has no schedules.
 *
 * @param now epoch milliseconds
 */
export function createOnCall(config: Config, now: () => number = Date.now): OnCall | undefined {
  const { oncall: schedules } = config;
  if (schedules.length === 0) return undefined;
  const ask = remembering(restApi(config, createMemoryStore(now).limiter, TIMEOUT), now);
  return {
    schedules: schedules.map(({ name }) => name),
    async who({ at, schedule }) {
      const meant = schedule === undefined ? schedules : [named(schedule, schedules)];
      const duties = await Promise.all(meant.map((one) => onCallAt(one, at, ask)));
      return duties.flat();
    },
  };
}

function named(name: string, schedules: readonly Schedule[]): Schedule {
  const found = schedules.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = schedules.map((one) => one.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `there are ${names.join(', ')}` : `write ${meant}`;
  throw new Mistake(`there is no on-call schedule ${quoted(name)}`, hint);
}

type Ask = (source: OnCallSource, at: number) => Promise<readonly Omit<Duty, 'schedule'>[]>;

async function onCallAt(
  { name: schedule, pagerduty, escalation_policy: escalationPolicy, rotation }: Schedule,
  at: number,
  ask: Ask,
): Promise<readonly Duty[]> {
  const source = sourceOf(pagerduty, escalationPolicy);
  if (source !== undefined) {
    return (await ask(source, at)).map((duty) => ({ schedule, ...duty }));
  }
  if (rotation === undefined) return [];
  const { people, start, every, timezone: zone } = rotation;
  const turn = turnAt({ people, start: wallOf(start), every, zone }, at);
  if (turn === undefined) return [];
  const { name, email, slack } = turn.person;
  return [
    {
      schedule,
      name,
      ...(email !== undefined && { email }),
      ...(slack !== undefined && { slackUser: slack }),
      until: turn.until,
    },
  ];
}

function sourceOf(schedule?: string, escalationPolicy?: string): OnCallSource | undefined {
  if (schedule !== undefined) return { schedule };
  return escalationPolicy === undefined ? undefined : { escalationPolicy };
}

/** Asks PagerDuty once a minute for each schedule or policy, however many want to know who is on call now. */
function remembering(api: RestApi | undefined, now: () => number): Ask {
  const known = new Map<string, { readonly askedAt: number; readonly answer: ReturnType<Ask> }>();
  return (source, at) => {
    const id = JSON.stringify(source);
    if (api === undefined) {
      throw new Error('pagerduty.api_token is not set: PagerDuty can not be asked who is on call');
    }
    const isAboutNow = Math.abs(at - now()) < REMEMBERED;
    const last = known.get(id);
    if (isAboutNow && last !== undefined && now() - last.askedAt < REMEMBERED) return last.answer;
    const answer = onCallInPagerDuty(api, source, at);
    if (isAboutNow) {
      known.set(id, { askedAt: now(), answer });
      answer.catch(() => known.delete(id));
    }
    return answer;
  };
}
