import { figureText } from '../../alert/figure.ts';
import { anyNumber, isRecord } from '../leniency.ts';
import type { GroupedAlert } from './message.ts';

/** The figure that an alert is about, and how people read it, with its unit: `12.5 %`. */
export interface Figures {
  readonly value?: number;
  readonly text?: string;
}

/**
 * Prometheus's alerts carry no figure but what the rule's author put into an annotation, by custom
 * `value`: `{{ $value }}`, or with a unit, `{{ $value }}%`.
 */
export function annotatedFigures({ annotations }: GroupedAlert): Figures {
  const said = annotations.find(([name]) => name === 'value')?.[1] ?? '';
  const [, number, unit = ''] =
    /^([-+]?[\d.]+(?:e[-+]?\d+)?) ?(\S{0,12})$/iu.exec(said.trim()) ?? [];
  return figures(anyNumber.parse(number), unit === '' ? unitOf(annotations) : unit);
}

/**
 * Grafana names the results of a rule's queries and expressions by letters, in `values` or, before
 * version 10, in `valueString`; the last is as a rule the condition, which is 0 or 1. The figure is
 * the one before it. Source: Grafana, "Configure the webhook notifier for Alerting".
 */
export function evaluatedFigures({ annotations, values, valueString = '' }: GroupedAlert): Figures {
  const all = isRecord(values) ? byLetter(values) : figuresIn(valueString);
  const last = all.at(-1);
  const isCondition = all.length > 1 && (last === 0 || last === 1);
  return figures(isCondition ? all.at(-2) : last, unitOf(annotations));
}

function byLetter(values: Readonly<Record<string, unknown>>): readonly number[] {
  return Object.keys(values)
    .toSorted()
    .flatMap((letter) => anyNumber.parse(values[letter]) ?? []);
}

/** Of `[ var='B' labels={instance=a} value=44.2 ], [ var='C' labels={} value=1 ]`. */
function figuresIn(valueString: string): readonly number[] {
  const found = valueString.slice(0, 4096).matchAll(/ value=([-+.\de]{1,40}) \]/giu);
  return [...found].flatMap((match) => anyNumber.parse(match[1]) ?? []);
}

function unitOf(annotations: GroupedAlert['annotations']): string | undefined {
  return annotations.find(([name]) => name === 'unit')?.[1];
}

function figures(value: number | undefined, unit: string | undefined): Figures {
  return value === undefined ? {} : { value, text: figureText(value, unit || undefined) };
}
