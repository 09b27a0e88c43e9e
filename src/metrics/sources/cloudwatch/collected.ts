import type { MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { visible } from '../../../alert/visible.ts';
import type { Problem } from '../../problem.ts';
import { remarksFrom } from '../../remarks.ts';
import type { Series } from '../../series.ts';
import type { Reading } from '../../source.ts';

/** What pages said of one query, put together: each has some of the points. */
export interface Collected {
  /** A search has several results on a page, an anomaly band has two. */
  readonly add: (results: readonly MetricDataResult[]) => void;
  readonly remark: (text: string | undefined) => void;
  /** @param period milliseconds */
  readonly reading: (period: number) => Reading;
}

const PARTIAL = 'only a part of the data came';

interface Found {
  readonly label: string;
  /** By the time. */
  readonly points: Map<number, number>;
}

export function createCollected(): Collected {
  const series: Found[] = [];
  const remarks = new Set<string>();
  let isPartial = false;
  let isBroken = false;
  let isForbidden = false;

  function remark(text: string | undefined): void {
    if (text !== undefined) remarks.add(text);
  }

  /** Both sides of a band may have one label: what has a value for the same time is another series. */
  function seriesOf({ Label = '', Timestamps = [] }: MetricDataResult) {
    let found = series.find(
      (one) => one.label === Label && !Timestamps.some((at) => one.points.has(at.getTime())),
    );
    if (found === undefined) {
      found = { label: Label, points: new Map() };
      series.push(found);
    }
    return found;
  }

  return {
    add(results) {
      // What goes on upon the next page is not missing.
      isPartial = results.some(({ StatusCode }) => StatusCode === 'PartialData');
      for (const result of results) {
        const { Timestamps = [], Values = [], Messages = [], StatusCode } = result;
        const found = seriesOf(result);
        for (const [index, at] of Timestamps.entries()) {
          const value = Values[index];
          if (value !== undefined && Number.isFinite(value)) found.points.set(at.getTime(), value);
        }
        isBroken ||= StatusCode === 'InternalError';
        isForbidden ||=
          StatusCode === 'Forbidden' || Messages.some(({ Code }) => Code === 'Forbidden');
        for (const { Code, Value } of Messages) remark(Value ?? Code);
      }
    },
    remark,
    reading(period) {
      if (isForbidden) {
        return failed({ kind: 'no-permission', action: 'cloudwatch:GetMetricData' });
      }
      if (isBroken) {
        return failed({ kind: 'unreachable', why: 'CloudWatch had an error of its own' });
      }
      if (isPartial) remark(PARTIAL);
      const shown = remarksFrom(remarks);
      const found = series.filter(({ points }) => points.size > 0);
      return {
        ok: true,
        series: found.map(({ label, points }): Series => ({
          label: visible(label),
          period,
          points: [...points].map(([at, value]) => ({ at, value })).toSorted((a, b) => a.at - b.at),
        })),
        ...(shown.length > 0 && { remarks: shown }),
        ...(isPartial && { isPartial }),
      };
    },
  };
}

function failed(problem: Problem): Reading {
  return { ok: false, problem };
}
