import { hasCoincidence } from './coincidence.ts';
import { createDraw, type Draw } from './draw.ts';
import { drawAlerts, drawPool } from './draw-alerts.ts';
import { drawInhibition } from './draw-inhibition.ts';
import { drawRoot, drawTree } from './draw-routes.ts';
import { drawSilences } from './draw-silences.ts';
import { drawTimes } from './draw-times.ts';
import { mutesSome } from './facts.ts';
import { isTaken, setupOf } from './ours.ts';
import { KINDS, type Happening, type Kind, type Scenario, type Setting } from './scenario.ts';

/** Scenarios begin so many milliseconds apart, within a quarter of a second. */
const OFFSET = 10;
const OFFSETS = 25;

/** Kinds that are about what mutes alerts. */
const MUTING: ReadonlySet<Kind> = new Set<Kind>(['silences', 'inhibition', 'times']);

const NAMES: readonly string[] = ['a', 'b', 'c'];

/**
 * Random scenarios of a kind, the same ones from the same seed, in which nothing depends on milliseconds.
 *
 * @param begin when they will be played, epoch milliseconds: time intervals are about that day
 */
export function generate(
  kind: Kind,
  { seed, count }: { readonly seed: number; readonly count: number },
  begin: number,
): readonly Scenario[] {
  const draw = createDraw(seed * 7919 + KINDS.indexOf(kind));
  const scenarios: Scenario[] = [];
  while (scenarios.length < count) {
    // Not all at once: Alertmanager is to have time for each.
    const offset = (scenarios.length % OFFSETS) * OFFSET;
    const scenario = drawScenario(kind, draw, begin + offset);
    if (!isTaken(scenario.setting)) continue;
    const setup = setupOf(scenario);
    if (!hasCoincidence(setup) && (!MUTING.has(kind) || mutesSome(setup))) scenarios.push(scenario);
  }
  return scenarios;
}

function drawScenario(kind: Kind, draw: Draw, begin: number): Scenario {
  const receivers = { main: draw.chance(0.8) };
  const setting = { resolve_timeout: '10m', route: drawRoot(draw, 'main'), receivers };
  const of = (more: Partial<Setting>, names = NAMES, others: readonly Happening[] = []) => ({
    begin: new Date(begin).toISOString(),
    setting: { ...setting, ...more },
    happenings: inOrder([...drawAlerts(draw, drawPool(draw, names)), ...others]),
  });
  switch (kind) {
    case 'plain':
      return of({});
    case 'routes': {
      const route = drawTree(draw, ['main', 'other']);
      return of({ route, receivers: { ...receivers, other: draw.chance(0.5) } });
    }
    case 'silences':
      return of({}, NAMES, drawSilences(draw));
    case 'inhibition':
      return of({ inhibit_rules: drawInhibition(draw) }, ['src', ...NAMES]);
    case 'times':
      return of(drawTimes(draw, setting.route, begin));
    case 'resolve-timeout':
      // Not whole seconds: an alert that opens a group would end at a flush of it.
      return of({ resolve_timeout: '4s500ms' });
  }
}

function inOrder(happenings: readonly Happening[]): readonly Happening[] {
  return happenings.toSorted((one, other) => one.at - other.at);
}
