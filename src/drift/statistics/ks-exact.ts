/**
 * The chance that two samples of n and m values from one distribution are at least as far apart, without
 * approximation: the share of the paths from (0, 0) to (n, m) in steps right and up that at some point
 * (x, y) have |x m - y n| ≥ gap.
 * @param gap the KS statistic times n times m
 * @returns undefined where SciPy's formula rounds to more than 1, and SciPy turns to the approximation
 */
export function exactTail(gap: number, n: number, m: number): number | undefined {
  if (gap === 0) return 1;
  if (n !== m) return outside(gap, Math.max(n, m), Math.min(n, m));
  const share = outsideSquare(gap / n, n);
  return share > 1 ? undefined : share;
}

/**
 * Of two samples of the same size: Gnedenko and Korolyuk's alternating sum, by Horner's scheme in the order
 * of `scipy.stats._compute_prob_outside_square`, to round as it does.
 */
function outsideSquare(h: number, n: number): number {
  let share = 0;
  for (let k = Math.floor(n / h); k >= 0; k -= 1) {
    let ratio = 1;
    for (let j = 0; j < h; j += 1) ratio = ((n - k * h - j) * ratio) / (n + k * h + j + 1);
    share = ratio * (1 - share);
  }
  return 2 * share;
}

/** Shares are kept times this, so that those that matter do not become too small for a number. */
const SCALE = 2 ** 900;

/**
 * Of samples of two sizes: J. Hodges' inside method (1958) in T. Viehmann's stable form (arXiv 2102.08037),
 * as SciPy has it, but by diagonals x + y = k. A point's share of outside paths is the mean of
 * its two predecessors', weighted by x and y; those of one diagonal do not wait for each other. Seen
 * from its end a path is one of the same kind, so half of the diagonals are enough.
 * @param n the larger size
 */
function outside(gap: number, n: number, m: number): number {
  const shares = new Float64Array(m + 2).fill(SCALE);
  shares[0] = 0;
  const half = Math.floor((n + m) / 2);
  for (let k = 1; k <= half; k += 1) nextDiagonal(shares, k, { gap, n, m });
  const towardsEnd = shares.slice();
  if ((n + m) % 2 === 1) nextDiagonal(towardsEnd, half + 1, { gap, n, m });
  return Math.min(meeting(shares, towardsEnd, { half, n, m }), 1);
}

interface Grid {
  readonly gap: number;
  readonly n: number;
  readonly m: number;
}

/** From the shares at the points y of diagonal k - 1 to those of diagonal k; outside it is `SCALE`. */
function nextDiagonal(shares: Float64Array, k: number, { gap, n, m }: Grid): void {
  // x m - y n = k m - y (n + m), which is inside between -gap and gap.
  const from = Math.max(Math.floor((k * m - gap) / (n + m)) + 1, 0);
  const to = Math.min(Math.ceil((k * m + gap) / (n + m)) - 1, m, k);
  let here = shares[to] ?? 0;
  for (let y = to; y > from; y -= 1) {
    const below = shares[y - 1] ?? 0;
    shares[y] = (here * (k - y) + below * y) / k;
    here = below;
  }
  const below = from > 0 ? (shares[from - 1] ?? 0) : 0;
  if (from <= to) shares[from] = (here * (k - from) + below * from) / k;
  if (from > 0) shares[from - 1] = SCALE;
}

/**
 * The share of outside paths where those that come from the start meet those that come from the end: the
 * mean over the points y of the diagonal in the middle, weighted by how many paths pass each
 * (hypergeometric), from the most frequented one both ways.
 */
function meeting(
  fromStart: Float64Array,
  fromEnd: Float64Array,
  { half, n, m }: { readonly half: number; readonly n: number; readonly m: number },
): number {
  const rest = n + m - half;
  const middle = Math.floor(((half + 1) * (m + 1)) / (n + m + 2));
  let weights = 0;
  let sum = 0;
  for (let y = middle, weight = 1; y <= m; y += 1) {
    add(y, weight);
    weight *= ((half - y) * (m - y)) / ((y + 1) * (rest - m + y + 1));
  }
  for (let y = middle, weight = 1; y > 0; y -= 1) {
    weight *= (y * (rest - m + y)) / ((half - y + 1) * (m - y + 1));
    add(y - 1, weight);
  }
  return sum / weights / SCALE;

  function add(y: number, weight: number): void {
    const already = fromStart[y] ?? 0;
    weights += weight;
    sum += weight * (already + (1 - already / SCALE) * (fromEnd[m - y] ?? 0));
  }
}
