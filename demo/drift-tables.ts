const HEADER = 'age,income,monthly_charges,plan,country,discount,prediction';

/** What a model of customers who leave was trained on, and what it gets now, as CSV. Always the same. */
export function driftTables(): { readonly reference: string; readonly current: string } {
  const chance = chances();
  return { reference: table(chance, 2_000, 0), current: table(chance, 1_800, 1) };
}

/** A day's data on the way from one to the other. Always the same. */
export function dayTable(moved: number): string {
  return table(chances(), 600, moved);
}

/** @param moved how far it is from what it was, 0 to 1 */
function table(chance: () => number, count: number, moved: number): string {
  const rows = Array.from({ length: count }, () => [
    Math.round(40 + 4 * moved + 12 * bell(chance)),
    Math.exp(10 + 0.5 * bell(chance)).toFixed(2),
    (50 + 8 * moved + (9 + 5 * moved) * bell(chance)).toFixed(2),
    chance() < 0.6 - 0.2 * moved ? 'basic' : 'pro',
    ['de', 'fr', 'us'][Math.floor(3 * chance())],
    moved === 0 ? Math.round(10 * chance()) : '',
    (chance() ** (1 + 0.3 * moved)).toFixed(4),
  ]);
  return `${HEADER}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
}

/** Around 0 with a deviation of 1: twelve even chances. */
function bell(chance: () => number): number {
  return Array.from({ length: 12 }, chance).reduce((sum, one) => sum + one, -6);
}

/** The same at every run (a linear congruential generator). */
export function chances(): () => number {
  let state = 3;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
