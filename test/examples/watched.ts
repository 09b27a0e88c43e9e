import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { watchRules } from '../../src/app/metrics/watch-rules.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Values } from '../../src/metrics/arithmetic.ts';
import type { Figures } from '../../src/metrics/watch/figures.ts';
import { judge, type Judged } from '../../src/metrics/watch/judge.ts';
import type { WatchRule } from '../../src/metrics/watch/rule.ts';

const T0 = 1_800_000_000_000;

/** The watch rules of an example, by name; its config has to be in order. */
export function exampleRules(name: string): ReadonlyMap<string, WatchRule> {
  const path = new URL(`../../examples/${name}`, import.meta.url);
  const { config, problems } = loadConfig({ text: readFileSync(path, 'utf8'), env: {} });
  expect(problems).toEqual([]);
  if (config === undefined) throw new Error(`${name} can't be read`);
  return new Map(watchRules(config).map((rule) => [rule.name, rule]));
}

/** What a rule's metrics were, period by period from T0 on; undefined is a gap in all of them. */
function figuresIn({ period }: WatchRule, periods: readonly (Values | undefined)[]): Figures {
  return { labels: {}, at: (begin) => periods[(begin - T0) / period] ?? {} };
}

/** When a rule fires and is over, in periods that have ended: `+5 -7`. */
export function told(rule: WatchRule, periods: readonly (Values | undefined)[]): string {
  let last: Judged | undefined;
  const said: string[] = [];
  for (let count = 1; count <= periods.length; count += 1) {
    const now = T0 + count * rule.period + rule.delay;
    const { after, changes } = judge(rule, last, [figuresIn(rule, periods)], now);
    last = after;
    said.push(...changes.map(({ status }) => `${status === 'firing' ? '+' : '-'}${count}`));
  }
  return said.join(' ');
}

export const times = (count: number, values: Values | undefined) =>
  Array.from({ length: count }, () => values);
