/** Products are kept times a power of 2, this one each time they leave the range. */
const FAR = 2 ** 128;

/**
 * The chance that the distribution function of n values stays within d of the one they were drawn from,
 * exactly: J. Durbin's matrix (1968), raised to the n-th power as G. Marsaglia, W. Tsang and J. Wang do it in
 * "Evaluating Kolmogorov's Distribution" (2003). The matrix has 2 ⌈n d⌉ - 1 rows.
 */
export function durbin(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  const { matrix, exponent } = power(steps(k, k - n * d), n, size);
  let probability = matrix[(k - 1) * size + k - 1] ?? 0;
  let scale = exponent;
  for (let i = 1; i <= n; i += 1) {
    probability *= i / n;
    if (probability < 1 / FAR) {
      probability *= FAR;
      scale -= 128;
    }
  }
  return probability * 2 ** scale;
}

/** The matrix H of size 2k - 1, by rows; d = (k - h) / n. */
function steps(k: number, h: number): Float64Array {
  const size = 2 * k - 1;
  const inverse = [1];
  for (let i = 1; i <= size; i += 1) inverse.push((inverse[i - 1] ?? 0) / i);
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= Math.min(row + 1, size - 1); column += 1) {
      matrix[row * size + column] = inverse[row - column + 1] ?? 0;
    }
  }
  for (let i = 0; i < size; i += 1) {
    const edge = (1 - h ** (i + 1)) * (inverse[i + 1] ?? 0);
    matrix[i * size] = edge;
    matrix[(size - 1) * size + size - 1 - i] = edge;
  }
  const corner = 1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size;
  matrix[(size - 1) * size] = corner * (inverse[size] ?? 0);
  return matrix;
}

interface Scaled {
  readonly matrix: Float64Array;
  /** The matrix is to be taken times 2 to this. */
  readonly exponent: number;
}

/** By squaring. */
function power(base: Float64Array, n: number, size: number): Scaled {
  if (n === 1) return { matrix: base, exponent: 0 };
  const root = power(base, Math.floor(n / 2), size);
  const squared = product(root.matrix, root.matrix, size);
  const raised = n % 2 === 1 ? product(squared, base, size) : squared;
  const middle = raised[((size - 1) / 2) * (size + 1)] ?? 0;
  const excess = Math.floor(Math.log2(middle));
  if (excess < 128) return { matrix: raised, exponent: 2 * root.exponent };
  return { matrix: raised.map((one) => one / 2 ** excess), exponent: 2 * root.exponent + excess };
}

function product(one: Float64Array, other: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let k = 0; k < size; k += 1) {
      const factor = one[row * size + k] ?? 0;
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column;
        result[at] = (result[at] ?? 0) + factor * (other[k * size + column] ?? 0);
      }
    }
  }
  return result;
}
