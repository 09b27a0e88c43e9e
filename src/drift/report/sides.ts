/** What was, and what is held against it. */
export interface Sides<T> {
  readonly reference: T;
  readonly current: T;
}

/** What the sides are called in a sentence. */
export const SIDE_NAMES: Sides<string> = {
  reference: 'the reference',
  current: 'the current data',
};

export const SIDES = ['reference', 'current'] as const;

/** The same of both sides. */
export function ofBoth<T, U>(sides: Sides<T>, make: (side: T) => U): Sides<U> {
  return { reference: make(sides.reference), current: make(sides.current) };
}
