/**
 * Moves labels that want to stand at `wanted` (their middles, in pixels) apart until none overlaps
 * another, no further than needed, all between `top` and `bottom`. Gives their places in the same order.
 */
export function spread(
  wanted: readonly number[],
  {
    height,
    top,
    bottom,
  }: { readonly height: number; readonly top: number; readonly bottom: number },
): readonly number[] {
  const fitting = Math.min(height, (bottom - top) / Math.max(wanted.length, 1));
  const order = wanted
    .map((_, index) => index)
    .toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = [...wanted];
  let free = top + fitting / 2;
  for (const index of order) {
    places[index] = Math.max(free, places[index] ?? free);
    free = places[index] + fitting;
  }
  let last = bottom - fitting / 2;
  for (const index of order.toReversed()) {
    places[index] = Math.min(last, places[index] ?? last);
    last = places[index] - fitting;
  }
  return places;
}
