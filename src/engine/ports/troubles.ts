import type { Labels } from '../../alert/labels.ts';
import { worst, type Severity } from '../../alert/severity.ts';

/** What is wrong with a service or with an address in it, and what to do: in words for people. */
export interface Diagnosis {
  /** Whether all of the service's addresses are concerned. */
  readonly concerns: 'service' | 'address';
  readonly problem: string;
  readonly remedy: string;
  /** True where it was told all the same, by another way that may not last. */
  readonly isReached?: true;
}

/** A delivery that failed. Times are epoch milliseconds. */
export interface Failure {
  readonly at: number;
  /** When it is tried again; absent when it was refused. */
  readonly again?: number;
  /** In the service's words. */
  readonly why: string;
  readonly diagnosis?: Diagnosis;
  /** Of what is held up. */
  readonly severity: Severity;
}

/** That an integration takes nothing of what it is to be told: the last failure, and the first one's time. */
export interface Trouble extends Failure {
  readonly since: number;
}

/** An alert of the bot's own, as it was raised. */
export interface Raised {
  readonly labels: Labels & { readonly alertname: string; readonly integration: string };
  readonly severity: Severity;
  readonly summary: string;
  readonly description: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Which integrations fail, for all replicas; by id. And which alerts of the bot's own were raised, by what they are about. */
export interface Troubles {
  /** @returns the trouble as it is now */
  fails(integration: string, failure: Failure): Promise<Trouble>;
  /** It took something: what was posted, or only a change of that, which says nothing of the address. */
  works(integration: string, took: 'post' | 'edit'): Promise<void>;
  forget(integration: string): Promise<void>;
  all(): Promise<ReadonlyMap<string, Trouble>>;
  raised(): Promise<ReadonlyMap<string, Raised>>;
  /** Keeps what was raised; undefined takes it back. */
  keepRaised(about: string, raised: Raised | undefined): Promise<void>;
}

/** What waits for a service is asked again long before this, in milliseconds; else nothing waits any more. */
const NOBODY_ASKS_AFTER = 10 * 60_000;
/** A refusal is taken to last so long, in milliseconds, when nothing is tried any more. */
const REFUSAL_LASTS = 24 * 60 * 60_000;

/** Whether nothing is known of a trouble any more. */
export function isPast({ at, again }: Trouble, now: number): boolean {
  return now > (again === undefined ? at + REFUSAL_LASTS : again + NOBODY_ASKS_AFTER);
}

/** A trouble after one more failure. Two that come at the same moment may forget one of them: no harm is done. */
export function withFailure(known: Trouble | undefined, failure: Failure): Trouble {
  if (known === undefined || isPast(known, failure.at)) return { ...failure, since: failure.at };
  const severity = worst([known.severity, failure.severity]) ?? failure.severity;
  return { ...failure, since: Math.min(known.since, failure.at), severity };
}
