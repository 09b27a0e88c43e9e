import { splitWords } from '../commands/words.ts';
import { ASK_METRIC } from '../metrics/did-you-mean.ts';
import { askMetric } from '../metrics/ask-metric.ts';
import type { Action } from '../registry.ts';

/** Asks for a metric that was meant instead of another. */
export const ASK_METRIC_BUTTON: Action = {
  id: ASK_METRIC,
  prepare(handling) {
    const [, ...words] = splitWords(handling.request.value ?? '');
    return askMetric({ words, isFiguresOnly: false }, handling);
  },
};
