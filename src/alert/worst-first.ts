import { labelValue, type Labels } from './labels.ts';
import { compareSeverity, type Severity } from './severity.ts';

/** What of an alert people are told who only want to know which one it is. */
export interface NamedAlert {
  readonly labels: Labels;
  readonly severity: Severity;
}

/** So many names are said unless told. */
const NAMED = 5;

/**
 * Names of alerts for people, the worst first and each name once: `orders-5xx (critical), disk-full
 * (warning, 3 alerts) and 4 more`. The empty text for none.
 */
export function namesText(alerts: readonly NamedAlert[], most = NAMED): string {
  const byName = Map.groupBy(worstFirst(alerts), ({ labels }) => labelValue(labels, 'alertname'));
  const all = [...byName];
  const said = all.slice(0, most).map(([name, ones]) => {
    const many = ones.length === 1 ? '' : `, ${ones.length} alerts`;
    return `${name} (${ones[0]?.severity}${many})`;
  });
  const rest = all.slice(most).reduce((sum, [, ones]) => sum + ones.length, 0);
  return `${said.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

/** The worst first; those as severe by name. */
function worstFirst(alerts: readonly NamedAlert[]): readonly NamedAlert[] {
  const nameOf = ({ labels }: NamedAlert): string => labelValue(labels, 'alertname');
  return alerts.toSorted(
    (a, b) =>
      compareSeverity(a.severity, b.severity) ||
      (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b))),
  );
}

/** `1 alert`, `3 alerts`. */
export function alertCount(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`;
}
