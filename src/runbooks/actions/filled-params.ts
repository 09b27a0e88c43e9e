import { Mistake } from '../../config/mistake.ts';
import { filledText, valueOf, variablesIn, type Facts } from '../format/variables.ts';

/**
 * Parameters with the variables in their texts filled in. What an alert says stays within its text: it can't become
 * a key, or another value.
 *
 * @throws Mistake for what the alert does not have
 */
export function filledParams(params: unknown, facts: Facts): unknown {
  if (typeof params === 'string') {
    const lacking = variablesIn(params).find(({ name }) => valueOf(name, facts) === undefined);
    if (lacking === undefined) return filledText(params, facts);
    const { name } = lacking;
    throw new Mistake(lackOf(name), `write what it is in place of {{ ${name} }}`);
  }
  if (Array.isArray(params)) return params.map((one: unknown) => filledParams(one, facts));
  if (typeof params !== 'object' || params === null) return params;
  return Object.fromEntries(
    Object.entries(params).map(([key, one]) => [key, filledParams(one, facts)]),
  );
}

function lackOf(name: string): string {
  const [of, ...key] = name.split('.');
  if (of === 'labels') return `the alert has no label ${key.join('.')}`;
  if (of === 'annotations') return `the alert has no annotation ${key.join('.')}`;
  return `the alert has no ${name}`;
}
