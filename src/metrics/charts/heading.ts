import { MARGIN, WIDTH } from './frame.ts';
import type { GraphicElement } from './layer.ts';
import { fitted, lettering, TYPE } from './lettering.ts';
import type { Palette } from './palette.ts';

const ROOM = WIDTH - 2 * MARGIN;

/** Where what is below the heading begins. */
export const BELOW_HEADING = 148;

/** What a picture shows, and of when. */
export function heading(
  title: string,
  subtitle: string,
  palette: Palette,
): readonly GraphicElement[] {
  return [
    lettering(fitted(title, TYPE.title, ROOM), TYPE.title, {
      x: MARGIN,
      y: 50,
      color: palette.ink,
    }),
    lettering(fitted(subtitle, TYPE.subtitle, ROOM), TYPE.subtitle, {
      x: MARGIN,
      y: 98,
      color: palette.muted,
    }),
  ];
}
