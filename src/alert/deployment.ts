import type { DeploymentState } from './deployment-state.ts';
import { labelValue, type Labels } from './labels.ts';
import type { Link, Signal } from './signal.ts';

/** One piece of news of a deployment: that it began, or how it ended. */
export interface Deployment {
  /** Of the signal that told of it: the same when that comes again. */
  readonly id: string;
  /** The same in all that is told of one deployment; absent where nobody names it. */
  readonly run?: string;
  readonly summary: string;
  readonly outcome: DeploymentState;
  /** When that was, epoch milliseconds. */
  readonly at: number;
  readonly labels: Labels;
  readonly links: readonly Link[];
}

/** A deployment as far as was told of it. */
export interface DeploymentRun extends Deployment {
  /** When it began, where somebody told; epoch milliseconds. */
  readonly beganAt?: number;
}

/** What a signal tells of a deployment; undefined for all others. */
export function deploymentIn(signal: Signal): Deployment | undefined {
  const { id, deployment: outcome, deploymentId, annotations, labels, links } = signal;
  if (outcome === undefined) return undefined;
  const place = [labelValue(labels, 'account'), labelValue(labels, 'region')];
  return {
    id,
    ...(deploymentId !== undefined && { run: [...place, deploymentId].join(' ') }),
    summary: annotations.summary ?? (labelValue(labels, 'alertname') || 'Deployment'),
    outcome,
    at: signal.changedAt ?? signal.startsAt,
    labels,
    links,
  };
}

/** Whether it ended in a way that those who are told of changes want to know. */
export function isOutcome({ outcome }: Pick<Deployment, 'outcome'>): boolean {
  return outcome === 'succeeded' || outcome === 'failed';
}

/** All news put together, one for each deployment, the newest first: what was told last is how it stands. */
export function deploymentRuns(news: Iterable<Deployment>): readonly DeploymentRun[] {
  const runs = new Map<string, DeploymentRun>();
  for (const one of news) {
    const key = one.run ?? one.id;
    runs.set(key, joined(runs.get(key), one));
  }
  return [...runs.values()].toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

function joined(known: DeploymentRun | undefined, told: Deployment): DeploymentRun {
  const begins = [known?.beganAt, told.outcome === 'running' ? told.at : undefined];
  const beganAt = begins.filter((at) => at !== undefined).toSorted((a, b) => a - b)[0];
  const isNews =
    known === undefined ||
    (told.outcome !== 'running' && (known.outcome === 'running' || told.at >= known.at));
  return { ...(isNews ? told : known), ...(beganAt !== undefined && { beganAt }) };
}

/** What was deployed, in a few words: `orders-api v41`. */
export function deployedName({ labels, summary }: Pick<Deployment, 'labels' | 'summary'>): string {
  const named = NAMED_BY.map((name) => labelValue(labels, name)).find((name) => name !== '');
  return [named ?? summary, labelValue(labels, 'version')].filter((word) => word !== '').join(' ');
}

const NAMED_BY = ['service', 'application', 'function', 'pipeline', 'name'];
