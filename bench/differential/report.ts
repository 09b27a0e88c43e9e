import type { Verdict } from './compare.ts';
import type { Difference } from './improvements.ts';
import type { Kind, Scenario, Told } from './scenario.ts';

/** How many scenarios agree, how many do until ours is better on purpose, and how many do not, in a line. */
export function summaryText(kind: Kind, verdicts: readonly Verdict[]): string {
  const disagree = verdicts.filter(({ disagreements }) => disagreements.length > 0);
  const improved = verdicts.filter(
    ({ improvements, disagreements }) => improvements.length > 0 && disagreements.length === 0,
  );
  const agree = verdicts.length - disagree.length - improved.length;
  const counts = Map.groupBy(
    verdicts.flatMap(({ improvements }) => improvements),
    (one) => one,
  );
  const named = [...counts].map(([name, all]) => `${name} ${all.length}`).join(', ');
  const until = named === '' ? '' : ` (${named})`;
  return (
    `${kind}: ${verdicts.length} scenarios, ${agree} agree, ` +
    `${improved.length} agree until an improvement${until}, ${disagree.length} disagree`
  );
}

/** A scenario with what nobody has a reason for. */
export function disagreementText(
  { setting, happenings }: Scenario,
  { disagreements }: Verdict,
): string {
  return [
    `--- ${JSON.stringify(setting)}`,
    ...happenings.map(
      ({ at, ...what }) => `  ${at.toFixed(2).padStart(5)}  ${JSON.stringify(what)}`,
    ),
    ...disagreements.flatMap(differenceLines),
  ].join('\n');
}

function differenceLines({ before, theirs, ours }: Difference): readonly string[] {
  return [
    `  to ${theirs?.to ?? ours?.to ?? ''}:`,
    ...before.map((one) => toldLine('both', one)),
    ...(theirs === undefined ? [] : [toldLine('Alertmanager', theirs)]),
    ...(ours === undefined ? [] : [toldLine('ours', ours)]),
  ];
}

function toldLine(who: string, { at, alerts }: Told): string {
  return `    ${who.padEnd(12)}  ${at.toFixed(2).padStart(5)}  ${alerts.join(' ')}`;
}
