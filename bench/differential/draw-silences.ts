import type { Draw } from './draw.ts';
import type { Happening } from './scenario.ts';

const MATCHERS = [
  'alertname="a"',
  'alertname="b"',
  'alertname=~"a|b"',
  'team="x"',
  'team=~"y.*"',
  'zone=~"1|2"',
] as const;

/** One or two silences, that begin now or later, and are changed, ended before their time, or neither. */
export function drawSilences(draw: Draw): readonly Happening[] {
  return Array.from({ length: draw.number(1, 2) }, (_, index) =>
    drawSilence(draw, `s${index}`),
  ).flat();
}

function drawSilence({ chance, pick, second, some }: Draw, silence: string): readonly Happening[] {
  const at = second(1, 9);
  const from = chance(0.25) ? at + second(1, 3) : at;
  const matchers = some(MATCHERS, pick([1, 1, 2]));
  const first = { at, silence, matchers, from, until: from + second(2, 9) };
  const later = from + second(0.5, 3);
  if (later >= first.until || chance(0.5)) return [first];
  const until = later + second(1, 8);
  return [
    first,
    pick<Happening>([
      { at: later, expire: silence },
      { at: later, silence, matchers, from, until },
      { at: later, silence, matchers: [pick(MATCHERS)], from: later, until },
    ]),
  ];
}
