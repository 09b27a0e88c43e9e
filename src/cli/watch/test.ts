import { labelsText } from '../../alert/labels.ts';
import { spanOf } from '../../alert/span.ts';
import {
  episodesOf,
  testWatchRule,
  type Episode,
  type WatchTest,
} from '../../app/metrics/watch-asked.ts';
import { timeText } from '../../asking/spans.ts';
import type { Config } from '../../config/load.ts';
import { printable } from '../printable.ts';
import { table } from '../../alert/table.ts';

/** Epoch milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const HEAD = ['FIRED', 'RESOLVED', 'LASTED', 'WHAT'];

/**
 * `tocsin watch test NAME`: when a rule would have fired, and when that would have been over.
 *
 * @throws Mistake for a name that there is not; Error when a source has no answer
 */
export async function testRule(
  config: Config,
  name: string,
  span: Span,
  json: boolean,
): Promise<void> {
  const tested = await testWatchRule(config, name, span);
  for (const remark of tested.remarks) process.stderr.write(`${printable(remark)}\n`);
  const episodes = episodesOf(tested.told);
  if (json) {
    process.stdout.write(`${JSON.stringify(testJson(tested, episodes, span), null, 2)}\n`);
    return;
  }
  if (episodes.length > 0) {
    const rows = episodes.map((one) => row(one, span.to));
    process.stdout.write(`${table([HEAD, ...rows])}\n`);
  }
  process.stdout.write(`${sumText(tested, episodes, span)}\n`);
}

function row({ from, to, labels, measured }: Episode, until: number): readonly string[] {
  const which = Object.keys(labels).length === 0 ? '' : ` ${labelsText(labels)}`;
  const end = to === undefined ? 'not yet' : timeText(to);
  return [timeText(from), end, spanOf((to ?? until) - from), `${measured}${which}`].map(printable);
}

function sumText({ series, charged }: WatchTest, episodes: readonly Episode[], span: Span): string {
  const lasted = episodes.reduce((sum, { from, to = span.to }) => sum + to - from, 0);
  const over = `over ${spanOf(span.to - span.from)}`;
  const times = episodes.length === 1 ? 'once' : `${episodes.length} times`;
  const fired =
    episodes.length === 0
      ? `would not have fired ${over}`
      : `would have fired ${times} ${over}, for ${spanOf(lasted)} in all`;
  const seen = series === 0 ? '; there are no figures' : series === 1 ? '' : `; ${series} series`;
  const cost = charged === 0 ? '' : `; CloudWatch was asked for ${charged} metrics`;
  return `${fired}${seen}${cost}`;
}

function testJson(
  { rule, series, charged, remarks }: WatchTest,
  episodes: readonly Episode[],
  { from, to }: Span,
): object {
  return {
    rule: rule.name,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    series,
    charged,
    remarks,
    episodes: episodes.map((one) => ({
      firedAt: new Date(one.from).toISOString(),
      resolvedAt: one.to === undefined ? null : new Date(one.to).toISOString(),
      labels: one.labels,
      measured: one.measured,
    })),
  };
}
