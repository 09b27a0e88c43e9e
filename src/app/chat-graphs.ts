import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { uploadPicture } from '../delivery/slack/picture.ts';
import type { Chart } from '../metrics/charts/chart.ts';
import { describeChart } from '../metrics/charts/describe.ts';
import { createChartRenderer } from '../metrics/charts/renderer.ts';

export interface ChatGraphs {
  /** Draws a chart and puts it into Slack, with words for who can't see it. @throws when either fails */
  readonly picture: (chart: Chart, signal: AbortSignal) => Promise<ImageBlock>;
  readonly close: () => Promise<void>;
}

/** Graphs for who asks for them in the chat. */
export function createChatGraphs(slack: WebClient): ChatGraphs {
  const renderer = createChartRenderer();
  return {
    async picture(chart, signal) {
      const png = await renderer.render(chart, signal);
      return uploadPicture(slack, { png, name: 'graph', alt: describeChart(chart) }, signal);
    },
    close: renderer.close,
  };
}
