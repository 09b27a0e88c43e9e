import type { ImageBlock } from '@slack/types';
import type { Picture } from '../../metrics/charts/chart.ts';
import type { Tools } from '../handling.ts';

/** Pictures in Slack, or why there are none: an answer without them is one, too. */
export interface Drawn {
  readonly pictures: readonly ImageBlock[];
  readonly notes: readonly string[];
}

/** Draws pictures and puts them into Slack, one after the other. */
export async function draw(
  wanted: readonly Picture[],
  picture: Tools['picture'],
  signal: AbortSignal,
): Promise<Drawn> {
  const pictures: ImageBlock[] = [];
  try {
    for (const one of wanted) pictures.push(await picture(one, signal));
    return { pictures, notes: [] };
  } catch {
    signal.throwIfAborted();
    return { pictures, notes: ['there is no picture: Slack did not take it'] };
  }
}
