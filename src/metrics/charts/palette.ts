import type { Severity } from '../../alert/severity.ts';
import type { Theme } from './chart.ts';

export interface Palette {
  readonly paper: string;
  readonly ink: string;
  /** What is said beside: times, axes, marks. */
  readonly muted: string;
  readonly grid: string;
  /** What was expected. */
  readonly band: string;
  readonly severity: Readonly<Record<Severity, string>>;
  /** How strongly the side on which things are bad is tinted. */
  readonly tint: number;
  readonly series: readonly string[];
}

/**
 * The colours of series are those of Okabe and Ito, which people who see no red or no green can tell
 * apart, darkened or lightened until they can be read as text; the reddish ones come last, because
 * thresholds are red. Source: https://jfly.uni-koeln.de/color
 */
const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    paper: '#ffffff',
    ink: '#1d1c1d',
    muted: '#5f6368',
    grid: '#e4e6e9',
    band: '#d8dce1',
    severity: { critical: '#c4161c', error: '#c2410c', warning: '#9a6700', info: '#4b6478' },
    tint: 0.07,
    series: [
      '#0068a6',
      '#00795a',
      '#8f3a76',
      '#1d1c1d',
      '#2a86b8',
      '#8c6d00',
      '#5a4fcf',
      '#b34700',
    ],
  },
  dark: {
    paper: '#1a1d21',
    ink: '#f1f1f2',
    muted: '#a9adb3',
    grid: '#34383e',
    band: '#3d434b',
    severity: { critical: '#ff6b6b', error: '#ff9457', warning: '#f2c14e', info: '#9fb6c8' },
    tint: 0.12,
    series: [
      '#56b4e9',
      '#2fc79a',
      '#e09ac6',
      '#f1f1f2',
      '#8fd0ff',
      '#f0e442',
      '#b3a8ff',
      '#ffa257',
    ],
  },
};

/** What tells lines apart without colours; five of them and eight colours, so ten series are ten different lines. */
const DASHES: readonly (readonly number[])[] = [[], [18, 9], [4, 8], [22, 8, 4, 8], [10, 6]];

export function paletteOf(theme: Theme): Palette {
  return PALETTES[theme];
}

export interface Pen {
  readonly color: string;
  /** Lengths of strokes and of the spaces between them; none for an unbroken line. */
  readonly dash: readonly number[];
}

/** What the series with this number, from 0, is drawn with. */
export function penOf(palette: Palette, index: number): Pen {
  return {
    color: palette.series[index % palette.series.length] ?? palette.ink,
    dash: DASHES[index % DASHES.length] ?? [],
  };
}
