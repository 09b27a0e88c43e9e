/** One entry of an alarm's list of metrics and expressions. */
export interface MetricQuery {
  readonly id?: string | undefined;
  readonly expression?: string | undefined;
  readonly label?: string | undefined;
  readonly namespace?: string | undefined;
  readonly metric?: string | undefined;
  readonly statistic?: string | undefined;
  readonly unit?: string | undefined;
  readonly period?: number | undefined;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  readonly returnsData: boolean;
}
