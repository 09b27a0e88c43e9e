import type { Labels } from '../../src/alert/labels.ts';

/** What a scenario is about. */
export const KINDS = [
  'plain',
  'routes',
  'silences',
  'inhibition',
  'times',
  'resolve-timeout',
] as const;
export type Kind = (typeof KINDS)[number];

/** How long a scenario goes on, in seconds: Alertmanager looks for empty groups every 30 s from its start. */
export const DURATION = 24;

/** Something that happens; times are seconds from the scenario's begin. */
export type Happening =
  /** An alert is posted as firing, with an end it knows of itself, or a start that is not just now. */
  | {
      readonly at: number;
      readonly fire: string;
      readonly start?: number;
      readonly end?: number;
    }
  | { readonly at: number; readonly resolve: string }
  /** The same id again changes the silence. */
  | {
      readonly at: number;
      readonly silence: string;
      readonly matchers: readonly string[];
      readonly from: number;
      readonly until: number;
    }
  | { readonly at: number; readonly expire: string };

/** A route as both programs' configs write it; `id` names it in what was told. */
export interface Route {
  readonly id: string;
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly continue?: boolean;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}

export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** Times of the week and year, as both programs' configs write them. */
export interface TimeInterval {
  readonly name: string;
  readonly time_intervals: readonly Readonly<Record<string, unknown>>[];
}

/** What both programs are configured with. */
export interface Setting {
  readonly resolve_timeout: string;
  readonly route: Route;
  /** Whether each receiver is told of ends. */
  readonly receivers: Readonly<Record<string, boolean>>;
  readonly inhibit_rules?: readonly InhibitRule[];
  readonly time_intervals?: readonly TimeInterval[];
}

/** A config and what happens, in order. */
export interface Scenario {
  /** When it was, or is to be, played, as ISO 8601: time intervals are the calendar's. */
  readonly begin: string;
  readonly setting: Setting;
  readonly happenings: readonly Happening[];
}

/** What somebody was told. */
export interface Told {
  /** Seconds from the scenario's begin. */
  readonly at: number;
  /** The group and its receiver: `route receiver name=value,…`. */
  readonly to: string;
  /** Alerts in order, `+` before one that fires and `-` before one that is over. */
  readonly alerts: readonly string[];
}

/** A second of a scenario in epoch milliseconds. */
export function timeIn({ begin }: Pick<Scenario, 'begin'>, second: number): number {
  return Date.parse(begin) + Math.round(second * 1000);
}

/** Epoch milliseconds as seconds from a scenario's begin. */
export function secondIn({ begin }: Pick<Scenario, 'begin'>, time: number): number {
  return (time - Date.parse(begin)) / 1000;
}

/** The labels that alerts may have; an alert's name lists their values: `a/x/1`. */
const LABELS = ['alertname', 'team', 'zone', 'tier'] as const;

/** What an alert with these labels is called: the values, without the slashes of those it lacks at the end. */
export function nameOf(labels: Labels): string {
  return LABELS.map((name) => labels[name] ?? '')
    .join('/')
    .replace(/\/+$/u, '');
}

/** The labels of the alert of that name; those it lacks are left out. */
export function labelsOf(name: string): Labels {
  const values = name.split('/');
  return Object.fromEntries(
    LABELS.map((label, index) => [label, values[index] ?? ''] as const).filter(
      ([, value]) => value !== '',
    ),
  );
}

/** Who was told, as `Told.to` has it. */
export function toldTo(route: string, receiver: string, group: Labels): string {
  const pairs = Object.entries(group).map(([name, value]) => `${name}=${value}`);
  return `${route} ${receiver} ${pairs.toSorted().join(',')}`.trimEnd();
}

/** The parts of `Told.to` that a scenario's setting names. */
export function partsOf(to: string): { readonly route: string; readonly receiver: string } {
  const [route = '', receiver = ''] = to.split(' ');
  return { route, receiver };
}
