import type { Draw } from './draw.ts';
import type { InhibitRule } from './scenario.ts';

const SOURCES = ['alertname="src"', 'alertname=~"src|a"', 'zone="1"', 'tier="gold"'] as const;
const TARGETS = ['alertname=~"a|b"', 'alertname!="src"', 'team="x"', 'zone=~".*"'] as const;
const EQUALS: readonly (readonly string[])[] = [
  [],
  ['zone'],
  ['team'],
  ['team', 'zone'],
  ['tier'],
  ['nowhere'],
];

/** A few rules, of which some have alerts on both sides. */
export function drawInhibition({ number, pick, some }: Draw): readonly InhibitRule[] {
  return Array.from({ length: number(1, 3) }, () => ({
    source_matchers: [pick(SOURCES)],
    target_matchers: some(TARGETS, number(1, 2)),
    equal: pick(EQUALS),
  }));
}
