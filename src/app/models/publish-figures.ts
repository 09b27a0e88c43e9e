import { createPutFigures, type PutFigures } from './put-figures.ts';
import type { Wiring } from '../wiring.ts';

/** Puts the figures of a report into CloudWatch, once. Never fails: nothing waits for it. */
export type PublishFigures = (figures: Parameters<PutFigures>[0]) => Promise<void>;

/** That it fails is said once, for as long as it does so in the same way. */
export function createFigurePublisher({
  config,
  log,
}: Pick<Wiring, 'config' | 'log'>): PublishFigures {
  const putFigures = createPutFigures(config);
  const put = new Map<string, number>();
  let trouble: string | undefined;
  return async (of) => {
    const { dimensions, at } = of;
    const about = Object.values(dimensions).join(' ');
    if (putFigures === undefined || put.get(about) === at) return;
    put.set(about, at);
    try {
      await putFigures(of);
      if (trouble !== undefined) log.named('drift').info({}, 'CloudWatch takes the figures again');
      trouble = undefined;
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const what = 'CloudWatch does not take the figures of reports';
      if (reason !== trouble) log.named('drift').warn({ about, reason }, what);
      trouble = reason;
    }
  };
}
