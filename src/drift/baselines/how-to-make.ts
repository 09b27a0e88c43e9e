import type { WatchedModel } from '../runs/model.ts';

/**
 * The command that makes a baseline of a model. Of a file that is always the same the newest features are
 * those that are compared with it: it takes other data.
 */
export function howToMake(
  { name, version, features: { from } }: Pick<WatchedModel, 'name' | 'version' | 'features'>,
  wanted = version,
): string {
  const of = from.includes('{date}') ? '--window 30d' : '--from train.parquet';
  return `tocsin baseline create ${name} --version ${wanted} ${of} --activate`;
}
