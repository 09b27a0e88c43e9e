import type { Group } from '../alert/group.ts';
import { labelValue, type Labels } from '../alert/labels.ts';
import { Mistake, quoted } from '../config/mistake.ts';
import type { IntentEvent } from '../rules/event.ts';
import type { Intent } from './intent.ts';

/** Nobody looks for what was simulated in a log. */
const NO_TRACE = '0'.repeat(32);

/**
 * What the rules are asked for, as it comes from chat: one event, or one for each group that is meant.
 *
 * @param groups those that there are
 * @throws Mistake when there is no such group
 */
export function eventsOf(
  intent: Exclude<Intent, { type: 'restart' }>,
  groups: Iterable<Group>,
): readonly IntentEvent[] {
  const traceId = NO_TRACE;
  switch (intent.type) {
    case 'silence': {
      const { id, matchers, startsAt, endsAt, by: createdBy, comment } = intent;
      const written = matchers.map(({ name, operator, value }) => ({ name, operator, value }));
      const silence = { id, matchers: written, startsAt, endsAt, createdBy, comment };
      return [{ type: 'silence', traceId, silence }];
    }
    case 'expire-silence':
      return [{ type: 'expire-silence', traceId, id: intent.id, by: intent.by }];
    case 'acknowledge': {
      const { type, by, until } = intent;
      const end = until === undefined ? {} : { until };
      return meant(intent.group, groups).map((group) => ({ type, traceId, group, by, ...end }));
    }
    case 'unacknowledge':
    case 'resolve':
    case 'escalate': {
      const { type, by } = intent;
      return meant(intent.group, groups).map((group) => ({ type, traceId, group, by }));
    }
  }
}

/** The keys of the groups that have these labels: on every route that has one. */
function meant(labels: Labels, groups: Iterable<Group>): readonly string[] {
  const found = [...groups].filter((group) =>
    Object.entries(labels).every(([name, value]) => labelValue(group.labels, name) === value),
  );
  if (found.length > 0) return found.map(({ key }) => key);
  const wanted = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  throw new Mistake(
    `there is no group {${wanted.join(', ')}} now`,
    'write the labels it is grouped by ("group" in the output), after its first alert',
  );
}
