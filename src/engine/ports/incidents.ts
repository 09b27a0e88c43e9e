import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Deed } from '../../rules/deed.ts';
import type { ChatPlace } from './subject.ts';

/** How far those who work on an incident are. */
export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring'] as const;

export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** Who does what: leads, tells others, writes down, mends. Nobody has two people in one role. */
export const INCIDENT_ROLES = ['commander', 'communications', 'scribe', 'operations'] as const;

export type IncidentRole = (typeof INCIDENT_ROLES)[number];

/** Somebody, by what people call them and by what the audit trail does: `slack:U0ABC`. */
export interface IncidentPerson {
  readonly name: string;
  readonly actor: string;
}

/** A group of alerts that belongs to an incident, as it was last seen: groups are not kept for long. */
export interface IncidentGroup {
  /** The group's key. */
  readonly key: string;
  /** What people read; from outside. */
  readonly title: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  /** When the first of its alerts began firing, epoch milliseconds. */
  readonly since: number;
  /** Who acknowledged it, and when. */
  readonly acknowledged?: { readonly by: string; readonly at: number };
  /** When the last of its alerts ended, or it was first seen to be gone. */
  readonly resolvedAt?: number;
  /** Its message in Slack: https. */
  readonly link?: string;
  /** Of the worst of its alerts: by them it is found what was deployed. */
  readonly labels?: Labels;
  /** When somebody was first told of it. */
  readonly toldAt?: number;
}

/** What happened in an incident. Texts are what people wrote. */
export type IncidentHappening =
  | { readonly what: 'opened' | 'reopened' | 'noted' | 'mitigated'; readonly text?: string }
  | { readonly what: 'updated'; readonly status: IncidentStatus; readonly text: string }
  | { readonly what: 'resolved'; readonly text: string; readonly impact?: string }
  | { readonly what: 'severity'; readonly from: Severity; readonly to: Severity }
  /** Without `to` nobody has the role any more. */
  | { readonly what: 'assigned'; readonly role: IncidentRole; readonly to?: IncidentPerson }
  | { readonly what: 'attached' | 'detached'; readonly group: string; readonly title: string }
  /** Somebody has it on, for the first time; with the title of the alert that they acknowledged. */
  | { readonly what: 'responded'; readonly title?: string }
  /** All alerts that belong to it are over. */
  | { readonly what: 'quiet' }
  /** A status update was due, or nobody was commander: people were told so. */
  | { readonly what: 'reminded'; readonly of: 'update' | 'commander' }
  /** Something is to be done afterwards, the incident's n-th such thing; until a day: `2026-12-01`. */
  | {
      readonly what: 'follow-up';
      readonly number: number;
      readonly text: string;
      readonly owner?: IncidentPerson;
      readonly due?: string;
    }
  /** It is done. */
  | { readonly what: 'followed-up'; readonly number: number };

/** A line of an incident's story; `by` is who did it, absent where the bot did. */
export type IncidentEntry = IncidentHappening & {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by?: string;
  /** Of the wish that it came by: nothing comes of one twice. */
  readonly wish?: string;
};

/** Something that goes wrong, and those who work on it. All times are epoch milliseconds. */
export interface Incident {
  /** `INC-12`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** How often it was changed: who changes it says which they have seen. */
  readonly revision: number;
  /** It is an exercise: nobody outside it hears of it. */
  readonly isDrill?: true;
  readonly openedAt: number;
  readonly openedBy: IncidentPerson;
  /** When it was known: the first alert began firing, or somebody opened it by hand. */
  readonly detectedAt: number;
  /** When somebody first had it on: they acknowledged an alert, took a role, or said how it stands. */
  readonly acknowledgedAt?: number;
  /** When people no longer felt it. */
  readonly mitigatedAt?: number;
  /** Absent while it runs. */
  readonly resolvedAt?: number;
  /** What it was, and what people felt of it: as whoever resolved it wrote. */
  readonly resolution?: { readonly text: string; readonly impact?: string };
  readonly roles: Readonly<Partial<Record<IncidentRole, IncidentPerson>>>;
  readonly groups: readonly IncidentGroup[];
  /** Where its card goes: `#name`, or a channel's id. */
  readonly channel: string;
  /** Where its people talk, once there is such a place: what belongs to it is told there. */
  readonly place?: ChatPlace;
  /** When the next status update is due; absent where none is. */
  readonly updateBy?: number;
  /** The oldest first. */
  readonly entries: readonly IncidentEntry[];
}

/** What was told of an incident. */
export interface IncidentTold {
  /** Where its card is. */
  readonly channel: string;
  readonly ts: string;
  /** By what the card that was shown last is known. */
  readonly shown: string;
  /** So many of its entries. */
  readonly entries: number;
}

/** So long an incident is kept, in milliseconds: reports look back over a year. */
export const INCIDENTS_KEPT_FOR = 13 * 31 * 24 * 60 * 60 * 1000;

/** So long it is known which incident came of a wish, in milliseconds. */
export const WISH_KEPT_FOR = 24 * 60 * 60 * 1000;

/** Whether an incident runs. */
export function isRunning({ resolvedAt }: Pick<Incident, 'resolvedAt'>): boolean {
  return resolvedAt === undefined;
}

/** Incidents, for all replicas. Each change is one atomic step with its deed in the audit trail. */
export interface Incidents {
  /**
   * Opens one, under the next number; where one that runs has its group, that is given back: of two who open one from
   * the same alert at once the first does.
   *
   * @param wish the same for the same wish: it is opened once, however often that is asked within a day
   * @param make what is written for an id; it may be asked again for the next
   */
  begin(wish: string, make: (id: string) => Beginning): Promise<Incident>;
  find(id: string): Promise<Incident | undefined>;
  /** Those that run, the oldest first. */
  open(): Promise<readonly Incident[]>;
  /** Those to which a group belongs, the newest first. */
  ofGroup(key: string): Promise<readonly Incident[]>;
  /**
   * Those that were opened in a time, the oldest first.
   *
   * @param since epoch milliseconds
   * @param until epoch milliseconds, excluded
   */
  between(since: number, until: number): Promise<readonly Incident[]>;
  /** Puts an incident of the next revision in place of the one before it. False where that was changed meanwhile. */
  change(incident: Incident, deed?: Deed): Promise<boolean>;
  /** The ids of those that run, or of which not all is told. */
  unsettled(): Promise<readonly string[]>;
  /** What was told of an incident. */
  told(id: string): Promise<IncidentTold | undefined>;
  noteTold(id: string, told: IncidentTold): Promise<void>;
  /** That there is nothing more to tell of an incident that is over. */
  settle(id: string, revision: number): Promise<void>;
}

/** An incident as it begins, and what the audit trail says of that. */
export interface Beginning {
  readonly incident: Incident;
  readonly deed: Deed;
}

/** The id of the incident with a number. */
export function incidentId(number: number): string {
  return `INC-${number}`;
}
