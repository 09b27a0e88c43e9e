import type { Labels } from '../../alert/labels.ts';
import { parseSeverity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { classify, rulesFor, type Classified } from '../../rules/classify.ts';
import type { Policy } from '../../rules/policy.ts';

/** What plain JSON is that names no severity. */
const DEFAULT = 'warning';

/** An alert as the rules see it, and how it came by its severity. */
export interface TriedAlert extends Classified {
  readonly severityFrom: string;
}

/**
 * Reads labels as a shell gives them: `alertname=orders-5xx`, `team="ml"`.
 *
 * @throws Mistake that says what to write instead
 */
export function parseLabels(texts: readonly string[]): Labels {
  const labels = new Map<string, string>();
  for (const text of texts) {
    const [, name, operator, value] = /^([^\s=!~"]+)(=~|!=|!~|==|=)(.*)$/su.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new Mistake(`${quoted(text)} is not a label`, 'write name=value, as in team=ml');
    }
    if (operator !== '=') {
      const hint = `an alert has values: write ${name}=value`;
      throw new Mistake(`${quoted(text)} is a condition, not a label`, hint);
    }
    if (labels.has(name)) throw new Mistake(`${quoted(name)} is there twice`, 'write it once');
    labels.set(name, unquoted(value));
  }
  return Object.fromEntries(labels);
}

function unquoted(value: string): string {
  return /^"(.*)"$/su.exec(value)?.[1] ?? value;
}

/** What the `classify` rules make of an alert with these labels that comes as plain JSON. */
export function tryAlert(labels: Labels, policy: Policy): TriedAlert {
  const said = parseSeverity(labels['severity'] ?? '');
  const signal: Signal = {
    id: 'try',
    source: 'tocsin',
    nature: 'state',
    status: 'firing',
    fingerprint: 'try',
    labels: { ...labels, severity: said ?? DEFAULT },
    annotations: {},
    links: [],
    ...(said !== undefined && { severity: said }),
    defaultSeverity: DEFAULT,
    startsAt: 0,
    resends: false,
  };
  const { rules } = rulesFor(signal, policy);
  const rule = rules.find(({ severity }) => severity !== undefined);
  const severityFrom =
    said !== undefined
      ? 'the alert says so'
      : rule !== undefined
        ? `the rule classify[${policy.classify.indexOf(rule)}] says so`
        : defaultText(labels['severity'] ?? '');
  return { ...classify(signal, undefined, policy), severityFrom };
}

function defaultText(given: string): string {
  const why = given === '' ? 'nobody says' : `${quoted(given)} is no severity`;
  return `${why}, and this is the default`;
}
