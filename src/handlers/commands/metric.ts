import { savedLike } from '../../metrics/saved-like.ts';
import type { Answer } from '../answer.ts';
import type { Tools } from '../handling.ts';
import { listAnswer } from '../list.ts';
import { askMetric } from '../metrics/ask-metric.ts';
import { flag, readArguments } from './arguments.ts';
import { verb, type Command, type Verb } from './command.ts';

const OPTIONS = { figures: flag('no graph: only you see the answer') };

/** `/metric`: a metric in figures, and as a graph. */
export const metricCommand: Command = {
  name: '/metric',
  summary: 'a metric in figures, and as a graph that everybody in the channel sees',
  examples: [
    ['/metric api-latency 3h', 'a saved metric over the last three hours'],
    ['/metric AWS/Lambda Errors FunctionName=checkout Sum 5m yesterday', 'one of CloudWatch'],
    ['/metric errors / (errors + successes) * 100 since 9:00', 'computed of saved metrics'],
    ['/metric promql sum(rate(requests_total[5m])) in=prom 6h', 'from a Prometheus'],
  ],
  audience: 'Everybody in the channel sees the graph; with `--figures` only you see the answer.',
  verbs: [
    verb({
      name: 'list',
      usage: '[word]',
      summary: 'the saved metrics',
      role: 'viewer',
      options: {},
      run: async ({ words }, { metrics }) =>
        listed(words.map(({ text }) => text).join(' '), metrics),
    }),
    askVerb(),
  ],
};

function askVerb(): Verb {
  return {
    name: '',
    usage: '<metric> [statistic] [period] [in=source] [range]',
    summary: 'latest, min, mean, max, the change on the span before, and a graph',
    role: 'viewer',
    options: OPTIONS,
    prepare(line, handling) {
      const { words, options } = readArguments(line, OPTIONS);
      return askMetric({ words, isFiguresOnly: options.figures }, handling);
    },
  };
}

/** The saved metrics, or those whose name or title is like a word. */
function listed(word: string, { saved }: Tools['metrics']): Answer {
  if (saved.size === 0) {
    return { text: 'No metric is saved: `metrics.saved` in the config gives them names.' };
  }
  const found = savedLike(word, saved);
  if (found.length === 0) return listAnswer(`No saved metric is called like "${word}".`);
  return listAnswer(
    'Saved metrics:',
    found.map(({ name, title }) => ({ text: title === name ? name : `${name}: ${title}` })),
  );
}
