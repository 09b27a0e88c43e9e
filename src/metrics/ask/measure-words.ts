import type { Measure } from '../measure.ts';
import type { StatQuery } from '../query.ts';

/**
 * A measure as somebody would ask for it after `/metric`, without a range; empty for what can't be asked for
 * so, such as CloudWatch's metric math.
 *
 * @param saved the names of saved metrics
 */
export function measureWords({ name, of }: Measure, saved: ReadonlySet<string>): string {
  if (saved.has(name)) return name;
  switch (of.kind) {
    case 'stat':
      return [...statWords(of), `in=${of.source}`].join(' ');
    case 'promql':
      return `promql ${of.expression} in=${of.source}`;
    case 'math':
    case 'formula':
      return '';
  }
}

function statWords({ namespace, metric, dimensions, statistic }: StatQuery): readonly string[] {
  const all = Object.entries(dimensions).map(([key, value]) => quotedIfNeeded(`${key}=${value}`));
  return [quotedIfNeeded(namespace), quotedIfNeeded(metric), ...all, statistic];
}

function quotedIfNeeded(word: string): string {
  return /^[\w./:=@+#-]+$/u.test(word) ? word : `"${word.replaceAll(/["\\]/gu, '\\$&')}"`;
}
