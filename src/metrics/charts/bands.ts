import type { Frame } from './frame.ts';
import type { GraphicElement } from './layer.ts';
import type { Palette } from './palette.ts';
import type { BandSketch } from './sketch.ts';

/** The stretches of what was expected, as areas behind everything. */
export function bandAreas(
  bands: readonly BandSketch[],
  frame: Frame,
  palette: Palette,
): readonly GraphicElement[] {
  return bands
    .flatMap(({ segments }) => segments)
    .map((segment) => ({
      type: 'polygon',
      shape: {
        points: [
          ...segment.map(({ at, upper }) => [frame.x(at), frame.y(upper)]),
          ...segment.toReversed().map(({ at, lower }) => [frame.x(at), frame.y(lower)]),
        ],
      },
      style: { fill: palette.band },
      z: -1,
      silent: true,
    }));
}
