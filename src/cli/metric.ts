import { Command } from 'commander';
import {
  answerJson,
  answerText,
  askMetric,
  drawMetric,
  listMetrics,
  type MetricAnswer,
} from '../app/metrics/metric-asked.ts';
import { readConfig } from './config.ts';
import { inUsage } from './or-usage.ts';
import { printable } from './printable.ts';
import { writePicture } from './write-picture.ts';
import { table } from '../alert/table.ts';

const EXAMPLES = `
Examples:
  $ tocsin metric                                   the saved metrics; those like a word: list latency
  $ tocsin metric api-latency 3h                    a saved metric
  $ tocsin metric AWS/Lambda Errors FunctionName=checkout Sum 5m yesterday
  $ tocsin metric 'errors / (errors + successes) * 100' since 9:00
  $ tocsin metric promql 'sum(queue_depth)' 6h --png queue.png
  $ tocsin metric api-latency 1h --json | jq '.sources[].series[].summary.latest.value'

The words are those of /metric in Slack (docs/metrics.md). The sources of the config are asked by this command
itself, with the credentials that it finds: no bot has to run. Times are those of this machine's zone.
Exit status: 0 done, 1 a source has no answer, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
  readonly png?: string;
}

/** `tocsin metric WORD…`: a metric in figures, as JSON, or as a picture. */
export function metricCommand(): Command {
  const command = new Command('metric')
    .description('a metric in figures, as JSON, or as a picture')
    .argument('[words...]', 'the metric, and what it is asked by (default: list)')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .option('--png <file>', 'draw the graph into a file')
    .addHelpText('after', EXAMPLES);
  return command.action(async (words: readonly string[], { config, json, png }: Options) => {
    const [first = 'list', ...more] = words;
    if (first === 'list') {
      const found = await inUsage(command, async () =>
        listMetrics(readConfig(config).config, more.join(' ')),
      );
      const rows = found.map(({ name, title }) => [name, title].map(printable));
      process.stdout.write(`${json ? JSON.stringify(found, null, 2) : table(rows)}\n`);
      return;
    }
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const answer = await inUsage(command, () =>
      askMetric(readConfig(config).config, words, { now: Date.now(), timeZone }),
    );
    if (png !== undefined) await writePicture(png, await drawMetric(answer, timeZone));
    const text = json ? JSON.stringify(answerJson(answer), null, 2) : textOf(answer);
    process.stdout.write(`${text}\n`);
    if (answer.parts.some(({ ok }) => !ok)) process.exitCode = 1;
  });
}

function textOf(answer: MetricAnswer): string {
  return answerText(answer).split('\n').map(printable).join('\n');
}
