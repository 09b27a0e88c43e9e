import type { Labels } from '../alert/labels.ts';
import type { MatcherIndex } from '../alert/matcher-index.ts';
import type { Matcher } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Source } from '../alert/signal.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { TimeInterval } from './timetable.ts';

/** What a classify rule's `when` looks at. */
export interface ClassifySubject {
  readonly labels: Labels;
  readonly value: number | undefined;
  readonly threshold: number | undefined;
}

/** One `classify` rule: the first whose condition holds gives the severity; labels of all that hold add up. */
export interface ClassifyRule {
  readonly matchers: readonly Matcher[];
  /**
   * The compiled `when` expression; a figure it needs and does not find makes it false.
   *
   * @throws Error when it fails on what it looks at
   */
  readonly when?: (subject: ClassifySubject) => boolean;
  readonly severity?: Severity;
  readonly labels: Labels;
  readonly insufficientData?: InsufficientData;
}

/** More changes of an alert than `transitions` within `window` milliseconds mark it as flapping. */
export interface FlappingRule {
  readonly transitions: number;
  readonly window: number;
}

/** More new groups of a route than `groups` within `window` milliseconds fold into one. */
export interface StormRule {
  readonly groups: number;
  readonly window: number;
}

/** What it means that there is no data, once that has lasted `after` milliseconds. */
export interface InsufficientData {
  readonly policy: 'ignore' | 'firing' | 'resolved';
  readonly after: number;
}

/** One node of the routing tree, everything inherited filled in. Durations are milliseconds. */
export interface Route {
  /** The configured `id`, else a hash of the matchers on the way here: the identity of its groups. */
  readonly id: string;
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  /** Label names to group by; `all` is Alertmanager's `...`. */
  readonly groupBy: readonly string[] | 'all';
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  readonly continue: boolean;
  /** A group that was told "resolved" and fires again waits `groupWait`, not the rest of `groupInterval`. */
  readonly promptRefire: boolean;
  /** Whether PagerDuty may be triggered again by a repeat after a person closed the incident. */
  readonly repage: boolean;
  /** The name of its escalation policy. */
  readonly escalation?: string;
  /** Nothing is told while one of them holds. Like the next not taken over from the parent. */
  readonly muteTimeIntervals: readonly TimeInterval[];
  /** Where there are any, nothing is told while none of them holds. */
  readonly activeTimeIntervals: readonly TimeInterval[];
  readonly routes: readonly Route[];
  /** `routes` by their matchers: finding those that match an alert does not cost a look at each. */
  readonly children: MatcherIndex<Route>;
}

/** Who is told next of what nobody has acknowledged. */
export interface EscalationStep {
  /** From when the group was first told, in milliseconds. */
  readonly after: number;
  readonly receiver: string;
  /** Whom its Slack messages call, besides those whom they call always. */
  readonly mention?: string;
}

/** `log` only writes down what would be sent: of a config that names no receiver. */
export type IntegrationKind = 'slack' | 'pagerduty' | 'email' | 'webhook' | 'log';

/** One place a receiver tells. */
export interface Integration {
  /**
   * Its kind and its address (`slack/#incidents`), a secret one as a hash (`pagerduty/5d41402abc4b2a76`):
   * what was told there is closed there, however the receivers are named, ordered or shared out by then.
   */
  readonly id: string;
  readonly receiver: string;
  readonly kind: IntegrationKind;
  readonly sendResolved: boolean;
  /** True where its service can be had to call the next there. */
  readonly callsNext?: true;
}

/** Alerts that fire and match `source` mute those that match `target` and have the same `equal` labels. */
export interface InhibitRule {
  /** A hash of what the rule says, whatever its name and the order it is written in. */
  readonly id: string;
  readonly name?: string;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Label names; a label that is missing and one that is empty are the same. */
  readonly equal: readonly string[];
}

/** Everything the rules need from the config, compiled. */
export interface Policy {
  readonly classify: readonly ClassifyRule[];
  /** Severity by SNS topic ARN, for topics that name one. */
  readonly topicSeverity: ReadonlyMap<string, Severity>;
  readonly route: Route;
  readonly routesById: ReadonlyMap<string, Route>;
  readonly integrationsByReceiver: ReadonlyMap<string, readonly Integration[]>;
  /** One with each id, told of ends if any is: for groups whose own receiver no longer has it. */
  readonly integrationsById: ReadonlyMap<string, Integration>;
  /** Who is told instead where a receiver can't be reached, by its name; never in a circle. */
  readonly fallbacks: ReadonlyMap<string, string>;
  /** By name; the steps in the order in which they are due. */
  readonly escalations: ReadonlyMap<string, readonly EscalationStep[]>;
  /** Within what time somebody should have acknowledged, in milliseconds. */
  readonly responseTimes: Readonly<Record<Severity, number>>;
  /** No two of them say the same. */
  readonly inhibitRules: readonly InhibitRule[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Milliseconds after which an alert that is re-sent while it fires counts as resolved. */
  readonly resolveTimeout: number;
  /** The same for sources that re-send in a rhythm of their own. */
  readonly resolveTimeoutBySource: ReadonlyMap<Source, number>;
  /** Without it no alert is marked as flapping. */
  readonly flapping?: FlappingRule;
  /** Without it no group folds, however many come. */
  readonly storm?: StormRule;
  /** Where no classify rule says otherwise; ignored unless told. */
  readonly insufficientData?: InsufficientData;
}
