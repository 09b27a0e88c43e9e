import { settingsOf } from '../../config/integrations.ts';
import { Audience } from '../../simulate/audience.ts';
import { compare } from '../../simulate/comparison.ts';
import { comparisonText } from '../../simulate/comparison-text.ts';
import { replay } from '../../simulate/replay.ts';
import { Simulation } from '../../simulate/simulation.ts';
import { replayedText } from '../../simulate/text.ts';
import type { WrittenTime } from '../../simulate/time-form.ts';
import { readConfig } from '../config.ts';
import { printable } from '../printable.ts';
import { createProgress } from '../progress.ts';

export interface CompareOptions {
  readonly old: string;
  readonly new: string;
  readonly input: string;
  readonly until?: WrittenTime;
  readonly json: boolean;
}

/** `tocsin simulate --compare`: what two configs make of the same events. */
export async function printComparison(options: CompareOptions): Promise<void> {
  const { input, until, json } = options;
  const before = listening(options.old);
  const after = listening(options.new);
  const progress = createProgress();
  try {
    const replayed = await replay([before.simulation, after.simulation], {
      input,
      ...(until !== undefined && { until }),
      onProgress: (events) => progress.show(`${events} events …`),
    });
    const comparison = compare(before.audience, after.audience);
    if (json) {
      progress.print(JSON.stringify({ events: replayed.events, ...comparison }, null, 2));
      return;
    }
    progress.print(`${options.old} → ${options.new}: ${replayedText(replayed)}`);
    progress.print('');
    for (const line of comparisonText(comparison).split('\n')) progress.print(printable(line));
  } finally {
    progress.end();
  }
}

function listening(file: string) {
  const { config, policy } = readConfig(file);
  const audience = new Audience();
  const integrations = [...policy.integrationsByReceiver.values()].flat();
  const calling = new Set(
    integrations.filter((one) => {
      const settings = settingsOf(one, config);
      // A direct message calls as a mention does.
      return settings?.kind === 'slack' && (settings.mention !== undefined || 'oncall' in settings);
    }),
  );
  const simulation = new Simulation(policy, {
    tell: (told) => audience.hear(told),
    mentions: (integration) => calling.has(integration),
  });
  return { simulation, audience };
}
