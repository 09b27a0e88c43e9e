import { splitWords } from '../commands/words.ts';
import { askMetric } from '../metrics/ask-metric.ts';
import type { View } from '../registry.ts';
import { askedForIn, GRAPH_FORM, graphOriginIn, METRIC } from './graph-form.ts';

/** The form in which a graph is asked for at an alert: it is posted in the alert's thread. */
export const GRAPH_VIEW: View = {
  id: GRAPH_FORM,
  check: (values) =>
    askedForIn(values) === '' ? { [METRIC]: 'Write which metric, as after /metric.' } : {},
  channelOf: ({ view }) => graphOriginIn(view).channel,
  threadOf: ({ view }) => graphOriginIn(view).thread,
  prepare(handling) {
    const words = splitWords(askedForIn(handling.request.view.values));
    return askMetric({ words, isFiguresOnly: false }, handling);
  },
};
