import type { DeploymentRun } from './deployment.ts';
import { labelValue, type Labels } from './labels.ts';

/** A deployment beside an alert: of the same service, or of another in the same account and region. */
export interface NearDeployment extends DeploymentRun {
  readonly near: 'service' | 'place';
}

/** A deployment that tells nothing for so long, milliseconds, is taken to be over. */
export const LONGEST_DEPLOYMENT = 6 * 60 * 60 * 1000;

/** Labels that name a service, an application or a function, whoever writes them: without case, `_` and `-`. */
const NAMES = new Set([
  'service',
  'servicename',
  'application',
  'applicationname',
  'app',
  'function',
  'functionname',
  'pipeline',
  'pipelinename',
  'component',
  'deployment',
  'workload',
  'endpointname',
  'apiname',
  'model',
]);

/** More names than this are not looked up: what is asked about a message stays the same few commands. */
const MOST_NAMES = 6;

/** Labels that keep things of one name apart, each by all its spellings. */
const APART: readonly (readonly string[])[] = [
  ['account'],
  ['region'],
  ['environment', 'env', 'stage'],
  ['cluster', 'clustername'],
];

/**
 * Where a deployment is looked up, and an alert looks: under each name of a service that its labels have, and
 * under its account and region. CodeDeploy and others call what they deploy `name`, `application/group`.
 */
export function placesIn(labels: Labels, isDeployment = false): readonly string[] {
  const own = Object.entries(labels).flatMap(([label, value]) => {
    if (isDeployment && label === 'name') return [value, value.split('/', 1)[0] ?? ''];
    return NAMES.has(plain(label)) ? [value] : [];
  });
  const names = [...new Set(own.map((name) => name.trim().toLowerCase()))].filter(Boolean);
  const [account, region] = [labelValue(labels, 'account'), labelValue(labels, 'region')];
  return [
    ...names.slice(0, MOST_NAMES).map((name) => `name ${name}`),
    ...(account === '' || region === '' ? [] : [`place ${account} ${region}`]),
  ];
}

/**
 * Of deployments those that stand beside an alert: that were under way at some time from `since` to `until`,
 * and are not, by what both say, of another account, region, environment or cluster. Those of the same service
 * come first, then the newest.
 */
export function nearOf(
  runs: readonly DeploymentRun[],
  labels: Labels,
  since: number,
  until: number,
): readonly NearDeployment[] {
  const own = new Set(namesIn(placesIn(labels)));
  return runs
    .filter((one) => wasUnderWay(one, since, until) && !isApart(one.labels, labels))
    .map((one): NearDeployment => {
      const isSame = namesIn(placesIn(one.labels, true)).some((name) => own.has(name));
      return { ...one, near: isSame ? 'service' : 'place' };
    })
    .toSorted((a, b) => Number(b.near === 'service') - Number(a.near === 'service') || b.at - a.at);
}

function wasUnderWay({ outcome, at, beganAt = at }: DeploymentRun, since: number, until: number) {
  if (beganAt > until) return false;
  return outcome === 'running' ? beganAt >= since - LONGEST_DEPLOYMENT : at >= since;
}

function namesIn(places: readonly string[]): readonly string[] {
  return places.filter((one) => one.startsWith('name '));
}

function isApart(one: Labels, other: Labels): boolean {
  const [ours, theirs] = [spelled(one), spelled(other)];
  return APART.some((spellings) => {
    const [mine, its] = [ours, theirs].map((known) =>
      spellings.map((name) => known.get(name)).find(Boolean),
    );
    return mine !== undefined && its !== undefined && mine !== its;
  });
}

function spelled(labels: Labels): ReadonlyMap<string, string> {
  return new Map(Object.entries(labels).map(([name, value]) => [plain(name), value.toLowerCase()]));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/gu, '');
}
