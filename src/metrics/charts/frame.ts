/** Pixels; Slack shows a picture of this shape in full, on a phone about 360 points wide. */
export const WIDTH = 1200;
export const HEIGHT = 675;
export const MARGIN = 40;

/** Where a picture's plot is, in pixels, and where in it a value is found. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The values at the bottom and at the top. */
  readonly range: Range;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

export function frameOf(
  place: Pick<Frame, 'left' | 'right' | 'top' | 'bottom'>,
  across: Range,
  up: Range,
): Frame {
  const { left, right, top, bottom } = place;
  return {
    ...place,
    range: up,
    x: (value) => left + ((value - across.min) / (across.max - across.min)) * (right - left),
    y: (value) => bottom - ((value - up.min) / (up.max - up.min)) * (bottom - top),
  };
}
