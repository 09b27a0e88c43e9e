import { utcText } from '../../../alert/utc.ts';
import type { Change } from '../action.ts';
import type { OfGroup } from './deployments.ts';
import type { Rollback, Was } from './plan.ts';
import { revisionText } from './revision.ts';

interface Params extends OfGroup {
  readonly ignore_alarms: boolean;
}

/** `shop/production`. */
export function groupName({ application, deployment_group: group }: OfGroup): string {
  return `${application}/${group}`;
}

/** What going back would change. */
export function shown(params: Params, { was, now, good, group }: Rollback): Change {
  const at = now.createTime === undefined ? '' : ` of ${utcText(now.createTime.getTime())}`;
  const status = was.way === 'stop' ? 'is under way' : (now.status ?? '').toLowerCase();
  const stop = was.way === 'stop' ? `${was.from} is stopped, and ` : '';
  return {
    before: `${groupName(params)}: ${was.from}${at} ${status}, with ${revisionText(now.revision)}.`,
    after: `${stop}${revisionText(good.revision)} is deployed again, as ${was.to} did.${alarmText(params, was, group)}`,
  };
}

function alarmText({ ignore_alarms: ignored }: Params, { way }: Was, group: Rollback['group']) {
  const { enabled, alarms = [] } = group.alarmConfiguration ?? {};
  if (!enabled || alarms.length === 0 || way === 'stop') return '';
  const names = alarms.map(({ name }) => name).join(', ');
  return ignored
    ? ` Alarms do not stop it: ${names}.`
    : ` CodeDeploy stops it while one of these is on: ${names}; \`ignore_alarms: true\` leaves them out.`;
}
