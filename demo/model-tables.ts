import { chances } from './drift-tables.ts';

const DAY = 86_400_000;
const A_DAY = 40;
/** For so long it has become worse, in days. */
const WORSE = 21;

/** What a model that becomes worse said over the last ninety days, and what was true, as CSV. */
export function modelTables(now: number): { readonly said: string; readonly known: string } {
  const chance = chances();
  const said = ['entity,date,probability,label,seconds,load_seconds'];
  const known = ['entity,date,actual,at'];
  for (let ago = 89; ago > 0; ago -= 1) {
    const at = Math.floor(now / DAY) * DAY - ago * DAY;
    const date = new Date(at).toISOString().slice(0, 10);
    const right = 0.8 - (0.17 * Math.max(0, WORSE - ago)) / WORSE;
    for (let one = 0; one < A_DAY; one += 1) {
      const entity = `user-${100 * ago + one}`;
      const p = chance();
      const isPositive = chance() < right ? p >= 0.5 : p < 0.5;
      said.push(`${entity},${date},${p.toFixed(3)},${p >= 0.5 ? 'leaves' : 'stays'},0.004,2.8`);
      // Of some nobody knows it yet.
      if (chance() < 0.9) known.push(`${entity},${date},${Number(isPositive)},${date}`);
    }
  }
  return { said: `${said.join('\n')}\n`, known: `${known.join('\n')}\n` };
}
