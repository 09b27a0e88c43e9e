import { visible } from '../../alert/visible.ts';

/** What is known of the alert that a runbook was opened for. */
export interface Facts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string | undefined>>;
  readonly value?: number | undefined;
  readonly threshold?: number | undefined;
}

export interface Variable {
  /** `labels.FunctionName`, `annotations.summary`, `value`, `threshold`. */
  readonly name: string;
  /** Where it stands in the text. */
  readonly at: number;
}

const VARIABLE = /\{\{([^{}\n]*)\}\}/gu;
const NAME = /^(?:(?<of>labels|annotations)\.(?<key>[\w.-]+)|value|threshold)$/u;

/** Everything in a text that is written as a variable, whether or not there is one of that name. */
export function variablesIn(text: string): Variable[] {
  return [...text.matchAll(VARIABLE)].map(({ 1: name = '', index }) => {
    return { name: name.trim(), at: index };
  });
}

/** Whether an alert can have a variable of that name. */
export function isVariable(name: string): boolean {
  return NAME.test(name);
}

/** The value of a variable, in one line, as people should see it; undefined where the alert has none. */
export function valueOf(name: string, facts: Facts): string | undefined {
  const { of, key } = NAME.exec(name)?.groups ?? {};
  if (of === undefined || key === undefined) {
    const figure =
      name === 'value' ? facts.value : name === 'threshold' ? facts.threshold : undefined;
    return figure === undefined ? undefined : String(figure);
  }
  const map = of === 'labels' ? facts.labels : facts.annotations;
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return value === undefined || value === '' ? undefined : oneLine(value);
}

/** A text with its variables filled in, to be shown as plain text. What the alert does not have stays as it is written. */
export function filledText(text: string, facts: Facts): string {
  return text.replaceAll(VARIABLE, (whole, name: string) => valueOf(name.trim(), facts) ?? whole);
}

function oneLine(text: string): string {
  return visible(text).replaceAll(/\s+/gu, ' ').trim();
}
