/** Numbers from 0 to 1 that are the same every time (a linear congruential generator). */
export function createChance(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
