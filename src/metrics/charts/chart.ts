import type { Severity } from '../../alert/severity.ts';

/** What can be drawn. */
export type Picture = Chart | Distributions | Frequencies;

/** How a metric ran, as data: what is drawn, and said in words, is made of this alone. */
export interface Chart {
  readonly title: string;
  /** The sign of the values' unit as people write it: `%`, `ms`, `B`, `/s`; absent for mere numbers. */
  readonly unit?: string;
  /** The most telling first: ten are drawn, the others named. */
  readonly series: readonly Series[];
  readonly thresholds?: readonly Threshold[];
  readonly bands?: readonly Band[];
  /** What happened meanwhile: an alarm raised, a deployment. */
  readonly marks?: readonly Mark[];
  /** What is shown of the time, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The readers' IANA time zone; UTC if absent. */
  readonly timeZone?: string;
  readonly theme: Theme;
}

export type Theme = 'light' | 'dark';

export interface Series {
  readonly label: string;
  /** In any order. A value that is not finite is none. */
  readonly points: readonly Point[];
  /** Milliseconds from a point to the next; where one is missing, the line is broken. */
  readonly period: number;
}

export interface Point {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

export interface Threshold {
  /** What crossing it is: `critical`, `target`. */
  readonly label: string;
  readonly value: number;
  readonly severity: Severity;
  /** On which side of it things are bad; above if absent. */
  readonly bad?: 'above' | 'below';
}

/** What was expected, such as CloudWatch's anomaly detection band. */
export interface Band {
  readonly label: string;
  readonly lower: readonly Point[];
  readonly upper: readonly Point[];
  /** As of a series. */
  readonly period: number;
}

export interface Mark {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

/** How the values of a feature are distributed, then and now. */
export interface Distributions {
  readonly title: string;
  /** What there is to say of the two, in a line: `KS 0.34, PSI 0.27: drifted`. */
  readonly note?: string;
  readonly unit?: string;
  /** Where the bins begin and end, ascending; one more than there are bins. */
  readonly edges: readonly number[];
  readonly reference: Histogram;
  readonly current: Histogram;
  readonly theme: Theme;
}

export interface Histogram {
  readonly label: string;
  /** Of each bin or category, how many values are in it: in whatever measure, since only shares are drawn. */
  readonly counts: readonly number[];
}

/** How frequent the categories of a feature are, then and now. */
export interface Frequencies {
  readonly title: string;
  /** As of distributions. */
  readonly note?: string;
  /** The most telling first: twelve are drawn, or thirteen, the others in one. */
  readonly categories: readonly string[];
  readonly reference: Histogram;
  readonly current: Histogram;
  /** What is in categories that are not listed, and in how many. */
  readonly others?: {
    readonly categories: number;
    readonly reference: number;
    readonly current: number;
  };
  readonly theme: Theme;
}
