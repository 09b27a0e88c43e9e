import type { Alert } from '../../alert/alert.ts';
import type { ChartRenderer } from '../charts/renderer.ts';
import { describeChart } from '../charts/describe.ts';
import type { Measure } from '../measure.ts';
import { readMeasures } from '../read-measures.ts';
import type { MetricSource } from '../source.ts';
import { alertChart, alertSpan } from './alert-chart.ts';

export interface DrawingParts {
  readonly sources: ReadonlyMap<string, MetricSource>;
  readonly renderer: Pick<ChartRenderer, 'render'>;
  /** The readers' IANA time zone. */
  readonly timeZone: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

export interface AlertPicture {
  readonly png: Uint8Array;
  /** The same in words. */
  readonly alt: string;
}

/**
 * Draws how the metric of an alert ran; undefined where nothing is known of it.
 *
 * @throws when its source can't be read now, or the picture not be drawn
 */
export async function drawAlert(
  alert: Alert,
  measure: Measure,
  { sources, renderer, timeZone, now, signal }: DrawingParts,
): Promise<AlertPicture | undefined> {
  const span = alertSpan(alert, measure, now);
  const { readings } = await readMeasures([{ measure, span }], sources, { now, signal });
  const [reading] = readings;
  if (reading === undefined) return undefined;
  if (!reading.ok) throw new Error(`${reading.source}: ${reading.problem.kind}`);
  const chart = alertChart(alert, measure, reading, timeZone);
  if (chart === undefined) return undefined;
  return { png: await renderer.render(chart, signal), alt: describeChart(chart) };
}
