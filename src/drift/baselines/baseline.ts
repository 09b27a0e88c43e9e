import type { Baseline, BaselineInfo, FeatureProfile } from '../../engine/ports/baselines.ts';
import type { Column, Table } from '../data/column.ts';
import { profileOf, SAMPLE_KEPT } from './profile.ts';

/** A table as the baseline of a version. */
export function baselineOf(
  table: Table,
  about: Pick<BaselineInfo, 'model' | 'version' | 'createdAt' | 'from'>,
): Baseline {
  const profiles = [...table.columns].map(([feature, column]) => profileOf(feature, column));
  return { ...about, rows: table.rows, features: profiles.length, profiles };
}

/**
 * A baseline as what a table is compared with.
 *
 * @param wants the features that are to be compared
 */
export function baselineTable(
  { profiles, rows }: Baseline,
  wants: (feature: string) => boolean = () => true,
): Table {
  const columns = profiles
    .filter(({ feature }) => wants(feature))
    .map((profile): [string, Column] => [profile.feature, columnOf(profile)]);
  const isSample = profiles.some((profile) => profile.kind === 'numeric' && profile.isSample);
  const sampled = `Of each number up to ${SAMPLE_KEPT.toLocaleString('en-US')} values are kept and tested.`;
  return { rows, columns: new Map(columns), remarks: isSample ? [sampled] : [] };
}

function columnOf(profile: FeatureProfile): Column {
  switch (profile.kind) {
    case 'numeric': {
      const { kind, rows, missing, infinite, sample: values } = profile;
      // That it is a sample is said once, of all.
      return { kind, values, rows, missing, infinite, isSample: false };
    }
    case 'categorical':
      return profile;
    case 'unusable':
      return profile;
  }
}
