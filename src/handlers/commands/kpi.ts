import { askKpi, askSlos } from '../metrics/ask-kpi.ts';
import { flag, readArguments } from './arguments.ts';
import type { Command } from './command.ts';

const OPTIONS = { figures: flag('of one KPI: no graph, and only you see the answer') };

/** `/kpi`: key figures, where they should be, and where they have gone. */
export const kpiCommand: Command = {
  name: '/kpi',
  summary: 'key figures against their targets',
  audience:
    'Everybody in the channel sees a graph; what has none only you see, or with `--public` everybody.',
  examples: [
    ['/kpi', 'all, by group, the worst first'],
    ['/kpi API', 'those of a group'],
    ['/kpi api-p99', 'one, with its graph and its limits'],
    ['/kpi slo', 'availability over 30 days, error budgets, and how fast they burn'],
  ],
  verbs: [
    {
      name: 'slo',
      usage: '',
      summary:
        'availability over 30 days, what is left of the error budget, how fast it burns, when it is gone',
      role: 'viewer',
      options: {},
      prepare: (line, handling) => {
        readArguments(line, {});
        return askSlos(handling);
      },
    },
    {
      name: '',
      usage: '[name | group]',
      summary: 'how they stand, and where they have gone since the window before',
      role: 'viewer',
      options: OPTIONS,
      prepare(line, handling) {
        const { words, options } = readArguments(line, OPTIONS);
        return askKpi(words.map(({ text }) => text).join(' '), options.figures, handling);
      },
    },
  ],
};
