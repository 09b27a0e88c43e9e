/** The powers of ten that a double holds exactly. */
const MOST_SCALE = 22;

/**
 * The number nearest to a decimal: a whole number, or its bytes in two's complement with the highest
 * first, and how many of its digits stand after the point.
 */
export function decimal(unscaled: number | bigint | Uint8Array, scale: number): number {
  const whole = unscaled instanceof Uint8Array ? wholeOf(unscaled) : unscaled;
  const number = Number(whole);
  // Both are exact, so that one division rounds once.
  if (Number.isSafeInteger(number) && scale <= MOST_SCALE) return number / 10 ** scale;
  return Number(`${whole}e-${scale}`);
}

function wholeOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}
