import { hash } from 'node:crypto';
import type { PredictionsPart } from '../../engine/ports/predictions.ts';
import { joined, type Judged } from './join.ts';

/** All that was predicted of an entity, with what turned out to be true, the newest first. */
export function predictionsOfEntity({ predictions, truths }: PredictionsPart): readonly Judged[] {
  return joined(predictions, truths).toSorted((a, b) => b.day - a.day);
}

/** Two hexadecimal digits that stand for an entity where it must not be named: one of 256. */
export function bucketOf(entity: string): string {
  return hash('sha256', entity, 'hex').slice(0, 2);
}
