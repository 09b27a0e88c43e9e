import { formatDuration } from '../../config/duration.ts';
import type { Config } from '../../config/load.ts';
import { printable } from '../printable.ts';
import { table } from '../../alert/table.ts';

type Rules = Config['watch'];

const HEAD = ['NAME', 'SEVERITY', 'FOR', 'EVERY', 'WHEN'];

/** `tocsin watch list`: the rules of a config, in its order. */
export function listRules(rules: Rules, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(rules.map(ruleJson), null, 2)}\n`);
  else if (rules.length === 0) process.stderr.write('the config has no watch rules\n');
  else process.stdout.write(`${table([HEAD, ...rules.map(row)])}\n`);
}

function row({ name, severity, for: lasts, every, when }: Rules[number]): readonly string[] {
  const span = lasts === 0 ? '' : formatDuration(lasts);
  return [name, severity, span, formatDuration(every), when].map(printable);
}

function ruleJson({ name, severity, when, clear, for: lasts, every, labels }: Rules[number]) {
  return {
    name,
    severity,
    when,
    ...(clear !== undefined && { clear }),
    for: formatDuration(lasts),
    every: formatDuration(every),
    labels,
  };
}
