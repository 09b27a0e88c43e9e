import { figureText } from '../../alert/figure.ts';
import type { ModelReport } from '../degradation/report.ts';
import { shareText } from '../degradation/text.ts';

/** That a model has become much worse asks for it to be trained again. */
export interface DegradationReason {
  readonly trigger: 'degradation';
  /** With its figures, a sentence. */
  readonly text: string;
}

/** Why a model should be trained again, by what turned out to be true: the shortest window that is severe. */
export function degradationReasons({ windows }: ModelReport): readonly DegradationReason[] {
  const severe = windows.find(({ change }) => change?.degree === 'severe');
  const { figures, change, days } = severe ?? {};
  if (figures === undefined || change === undefined) return [];
  const text = `Over ${days} days its F1 is ${shareText(figures.f1)}, ${figureText(change.f1Drop, '%')} below its baseline.`;
  return [{ trigger: 'degradation', text }];
}
