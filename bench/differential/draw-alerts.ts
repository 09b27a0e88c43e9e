import type { Draw } from './draw.ts';
import { nameOf, type Happening } from './scenario.ts';

/** When alerts are posted, in seconds. */
const FIRST = 1;
const LAST = 15;

/** A few alerts by these names, of teams and zones of their own. */
export function drawPool(
  { chance, number, pick }: Draw,
  names: readonly string[],
): readonly string[] {
  const drawn = () =>
    nameOf({
      alertname: pick(names),
      team: pick(['x', 'y']),
      zone: pick(['1', '2', '']),
      tier: chance(0.25) ? 'gold' : '',
    });
  return [drawn(), ...Array.from({ length: number(0, 3) }, drawn)];
}

/** Alerts of a pool that fire, again or for the first time, and resolve. */
export function drawAlerts(draw: Draw, pool: readonly string[]): readonly Happening[] {
  const { chance, number, pick, second } = draw;
  return Array.from({ length: number(3, 9) }, (): readonly Happening[] => {
    const [name, at] = [pick(pool), second(FIRST, LAST)];
    if (chance(0.35)) return [{ at, resolve: name }];
    if (chance(0.15)) return drawEnding(`end-${name}`, at, draw);
    return [{ at, fire: name, ...(chance(0.1) && { start: at - 20 }) }];
  }).flat();
}

/** An alert that says its end itself, perhaps twice: Alertmanager forgets such an end when it is posted without. */
function drawEnding(name: string, at: number, { chance, second }: Draw): readonly Happening[] {
  const first = { at, fire: name, end: at + second(1, 7) };
  if (chance(0.6)) return [first];
  const again = at + second(0.5, 5);
  return [first, { at: again, fire: name, start: at, end: again + second(1, 5) }];
}
