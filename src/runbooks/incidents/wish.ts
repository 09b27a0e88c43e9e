import type { Severity } from '../../alert/severity.ts';
import type {
  Incident,
  IncidentGroup,
  IncidentHappening,
  IncidentPerson,
  IncidentRole,
  IncidentStatus,
} from '../../engine/ports/incidents.ts';

/** What somebody wants to be done with an incident. Texts are as they wrote them. */
export type IncidentWish =
  | { readonly what: 'updated'; readonly status: IncidentStatus; readonly text: string }
  | { readonly what: 'noted'; readonly text: string }
  | { readonly what: 'mitigated' | 'reopened'; readonly text?: string }
  | { readonly what: 'resolved'; readonly text: string; readonly impact?: string }
  | { readonly what: 'severity'; readonly to: Severity }
  /** Without `to` nobody has it any more; `ifFree` leaves it with who has it. */
  | {
      readonly what: 'assigned';
      readonly role: IncidentRole;
      readonly to?: IncidentPerson;
      readonly ifFree?: true;
    }
  | { readonly what: 'attached'; readonly group: IncidentGroup }
  | { readonly what: 'detached'; readonly group: string }
  /** Something is to be done afterwards, until a day: `2026-12-01`. */
  | {
      readonly what: 'follow-up';
      readonly text: string;
      readonly owner?: IncidentPerson;
      readonly due?: string;
    }
  | { readonly what: 'followed-up'; readonly number: number };

/** Why it was not done: in words for who wanted it, to be shown as they are. */
export interface NotDone {
  readonly why: string;
}

/** What changes with a wish, and what the story has of it. */
export interface Change {
  readonly own: Partial<Incident>;
  readonly entry: IncidentHappening;
  /** Keys that are no more, unless they are among its own. */
  readonly without?: readonly ('resolvedAt' | 'resolution' | 'mitigatedAt' | 'updateBy')[];
}
