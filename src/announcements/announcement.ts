import { fingerprint } from '../alert/fingerprint.ts';
import { matcherText } from '../alert/matcher.ts';
import type { Signal } from '../alert/signal.ts';
import type { WrittenMatcher } from '../alert/silence.ts';
import { boundedAnnotations, boundedLabels } from '../intake/bounds.ts';

/** Something that the bot itself has to say, once. */
export interface Announcement {
  /** The same for all replicas, and after a restart: it is said once. */
  readonly id: string;
  readonly signal: Signal;
}

/** What is said, and to whom. */
export interface Saying {
  readonly id: string;
  /** What it is about: the alertname, and one label. */
  readonly labels: { readonly alertname: string; readonly [name: string]: string };
  /** What the mute matches: the alert is routed as those that it mutes. */
  readonly matchers: readonly WrittenMatcher[];
  readonly summary: string;
  readonly description: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** From when on it is no news any more. */
  readonly until: number;
}

/** An occurrence of severity info with the labels that the matchers name, so that it finds its team. */
export function announcement(saying: Saying): Announcement {
  const { id, labels, matchers, summary, description, at, until } = saying;
  const signal: Signal = {
    id,
    source: 'tocsin',
    nature: 'occurrence',
    status: 'firing',
    fingerprint: fingerprint({ id }, 'tocsin'),
    labels: boundedLabels([
      ...Object.entries(labels),
      ['severity', 'info'],
      ...matchers
        .filter(({ operator }) => operator === '=')
        .map(({ name, value }) => [name, value] as const),
    ]),
    annotations: boundedAnnotations([
      ['summary', summary],
      ['description', description],
    ]),
    links: [],
    severity: 'info',
    defaultSeverity: 'info',
    startsAt: at,
    endsAt: until,
    changedAt: at,
    resends: false,
  };
  return { id, signal };
}

/** `team="data", env!="prod"`. */
export function matchersText(matchers: readonly WrittenMatcher[]): string {
  return matchers.map(matcherText).join(', ');
}
