import type { Config } from '../../config/load.ts';
import { parseMatchers } from '../../config/matchers.ts';
import type { BindingConfig } from '../../config/schema/automation.ts';
import { compileTimeInterval } from '../../config/time-intervals.ts';
import type { Binding } from '../../runbooks/remediation/binding.ts';
import { isWithin } from '../../rules/timetable.ts';

/** What the config binds to alerts, in its order. */
export function bindingsOf({ automation, time_intervals: intervals }: Config): readonly Binding[] {
  const byName = new Map(intervals.map((one) => [one.name, compileTimeInterval(one)]));
  return automation.map((written): Binding => {
    const { name, mode, after, cooldown, per_day: perDay, canary: isCanary, hours } = written;
    const interval = byName.get(hours ?? '');
    return {
      name,
      matchers: written.matchers.flatMap(parseMatchers),
      mode,
      after,
      pace: { cooldown, perDay, isCanary },
      mayAct: (at) => interval === undefined || isWithin(interval, at),
      verify: verifyOf(written),
      ...(written.action !== 'manual' && {
        action: { name: written.action, params: written.parameters },
      }),
    };
  });
}

function verifyOf({ verify: { within, ...check } }: BindingConfig): Binding['verify'] {
  return { within, ...(check.pass !== '' && { check }) };
}
