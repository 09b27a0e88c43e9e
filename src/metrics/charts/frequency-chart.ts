import { percentText, rowsOf, type CategoryRow } from './category-rows.ts';
import type { Frequencies } from './chart.ts';
import { HEIGHT, MARGIN, WIDTH } from './frame.ts';
import { BELOW_HEADING, heading } from './heading.ts';
import type { GraphicElement, Option } from './layer.ts';
import { legible } from './legible.ts';
import { fitted, lettering, TYPE, widthOf, type Type } from './lettering.ts';
import { noData } from './no-data.ts';
import { paletteOf, penOf, type Palette } from './palette.ts';

/** Below the bars: which is which. */
const LEGEND = 66;
const GAP = 14;
const WIDEST_NAME = 400;
const THICKEST = 64;
/** Rows narrower than this have smaller letters. */
const ROOMY = 56;

/**
 * The picture of a feature of categories as it was and as it is: two bars a category, with their shares
 * beside them. They lie, because names of categories are long.
 */
export function frequencyChart(asked: Frequencies): Option {
  const palette = paletteOf(asked.theme);
  const rows = rowsOf(asked);
  const isEmpty = rows.length === 0;
  return {
    animation: false,
    backgroundColor: palette.paper,
    graphic: {
      elements: [
        ...heading(legible(asked.title), legible(asked.note ?? ''), palette),
        ...(isEmpty ? [noData(EMPTY, palette)] : rowElements(rows, palette)),
        ...legend(asked, palette),
      ],
    },
  };
}

const TOP = BELOW_HEADING - GAP;
const BOTTOM = HEIGHT - LEGEND;
const EMPTY = { left: MARGIN, right: WIDTH - MARGIN, top: TOP, bottom: BOTTOM };

function rowElements(rows: readonly CategoryRow[], palette: Palette): readonly GraphicElement[] {
  const height = (BOTTOM - TOP) / rows.length;
  const type = height < ROOMY ? TYPE.small : TYPE.label;
  const thick = Math.min(THICKEST, 0.36 * height);
  const texts = rows.map((row) => ({
    name: fitted(row.name, type, WIDEST_NAME),
    shares: `${percentText(row.reference)} → ${percentText(row.current)}`,
  }));
  const left = MARGIN + widest(texts, ({ name }) => name, type) + GAP;
  const right = WIDTH - MARGIN - widest(texts, ({ shares }) => shares, type) - GAP;
  const most = Math.max(...rows.flatMap(({ reference, current }) => [reference, current]));
  const along = (share: number): number => ((right - left) * share) / most;
  return [
    ...rows.flatMap(({ reference, current }, index) => {
      const y = TOP + (index + 0.5) * height;
      const { name = '', shares = '' } = texts[index] ?? {};
      const end = left + Math.max(along(reference), along(current)) + GAP;
      return [
        bar(
          { x: left, y: y - thick, width: along(reference), height: thick },
          'reference',
          palette,
        ),
        bar({ x: left, y, width: along(current), height: thick }, 'current', palette),
        lettering(name, type, { x: left - GAP, y, color: palette.ink, align: 'right' }),
        lettering(shares, type, { x: end, y, color: palette.muted }),
      ];
    }),
    {
      type: 'line',
      shape: { x1: left, y1: TOP, x2: left, y2: BOTTOM },
      style: { stroke: palette.muted, lineWidth: 2 },
      silent: true,
    },
  ];
}

function widest<Item>(items: readonly Item[], textOf: (item: Item) => string, type: Type): number {
  return Math.max(...items.map((item) => widthOf(textOf(item), type)));
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What was is hollow and what is is filled: they are told apart without colours. */
function bar(shape: Box, side: 'reference' | 'current', palette: Palette): GraphicElement {
  const style =
    side === 'reference'
      ? { fill: palette.band, stroke: palette.muted, lineWidth: 2 }
      : { fill: penOf(palette, 0).color };
  return { type: 'rect', shape, style, silent: true };
}

function legend({ reference, current }: Frequencies, palette: Palette): readonly GraphicElement[] {
  const y = HEIGHT - LEGEND / 2;
  const [width, height] = [34, 16];
  const room = WIDTH / 2 - MARGIN - width - 2 * GAP;
  const first = fitted(legible(reference.label), TYPE.label, room);
  const second = fitted(legible(current.label), TYPE.label, room);
  const then = MARGIN + width + GAP;
  const next = then + widthOf(first, TYPE.label) + 3 * GAP;
  const box = (x: number): Box => ({ x, y: y - height / 2, width, height });
  return [
    bar(box(MARGIN), 'reference', palette),
    lettering(first, TYPE.label, { x: then, y, color: palette.muted }),
    bar(box(next), 'current', palette),
    lettering(second, TYPE.label, { x: next + width + GAP, y, color: palette.muted }),
  ];
}
