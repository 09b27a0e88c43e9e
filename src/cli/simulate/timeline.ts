import { notificationJson } from '../../simulate/notification.ts';
import { replay } from '../../simulate/replay.ts';
import { Simulation } from '../../simulate/simulation.ts';
import { Tally } from '../../simulate/tally.ts';
import { summaryText, timelineOf } from '../../simulate/text.ts';
import type { TimeForm, WrittenTime } from '../../simulate/time-form.ts';
import { readConfig } from '../config.ts';
import { printable } from '../printable.ts';
import { createProgress } from '../progress.ts';

export interface TimelineOptions {
  readonly config: string | undefined;
  readonly input: string;
  readonly until?: WrittenTime;
  readonly json: boolean;
}

/** `tocsin simulate`: every notification as it would have come. */
export async function printTimeline(options: TimelineOptions): Promise<void> {
  const { config, input, until, json } = options;
  const { policy } = readConfig(config);
  const byReceiver = new Tally();
  const line = timelineOf(policy);
  let form: TimeForm | undefined;
  const progress = createProgress();
  const simulation = new Simulation(policy, {
    tell(told) {
      if (form === undefined) return;
      byReceiver.add(told.integration.receiver);
      progress.print(json ? notificationJson(told, form) : printable(line(told, form)));
    },
  });
  try {
    const replayed = await replay([simulation], {
      input,
      ...(until !== undefined && { until }),
      onForm: (known) => (form = known),
      onProgress: (events) => progress.show(`${events} events …`),
    });
    progress.end();
    const summary = `${summaryText(replayed, byReceiver)}\n`;
    if (!json) process.stdout.write(byReceiver.total > 0 ? `\n${summary}` : summary);
    else if (process.stderr.isTTY) process.stderr.write(summary);
  } finally {
    progress.end();
  }
}
