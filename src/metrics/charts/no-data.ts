import type { Frame } from './frame.ts';
import type { GraphicElement } from './layer.ts';
import { lettering, TYPE } from './lettering.ts';
import type { Palette } from './palette.ts';

/** What stands where lines would be, lest an empty picture be taken for one that failed. */
export function noData(
  frame: Pick<Frame, 'left' | 'right' | 'top' | 'bottom'>,
  palette: Palette,
): GraphicElement {
  const x = (frame.left + frame.right) / 2;
  const y = (frame.top + frame.bottom) / 2;
  const place = { x, y, color: palette.muted, align: 'center', on: palette.paper } as const;
  return lettering('No data', TYPE.notice, place);
}
