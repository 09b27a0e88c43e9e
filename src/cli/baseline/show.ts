import type { Command } from 'commander';
import { table } from '../../alert/table.ts';
import { figureText } from '../../alert/figure.ts';
import {
  howToMake,
  modelMeant,
  noSuchBaseline,
  withModels,
  type BaselineInfo,
  type FeatureProfile,
} from '../../app/models/models-asked.ts';
import { readConfig } from '../config.ts';
import { orUsage } from '../or-usage.ts';
import { printable } from '../printable.ts';

interface Options {
  readonly config?: string;
  readonly json: boolean;
}

/** `tocsin baseline list`: of all models, unless one is named. */
export async function listBaselines(
  named: string | undefined,
  { config, json }: Options,
  command: Command,
): Promise<void> {
  await withModels(readConfig(config).config, async ({ models, baselines }) => {
    const wanted =
      named === undefined ? models : [orUsage(command, () => modelMeant(named, models))];
    const known = await Promise.all(
      wanted.map(async (model) => {
        const [all, active] = await Promise.all([
          baselines.list(model.name),
          baselines.active(model.name),
        ]);
        return { model, all, active };
      }),
    );
    if (json) {
      print(known.flatMap(({ all, active }) => all.map((info) => infoJson(info, active))));
      return;
    }
    const rows = known.flatMap(({ all, active }) => all.map((info) => rowOf(info, active)));
    if (rows.length > 0) process.stdout.write(`${table([HEAD, ...rows])}\n`);
    if (wanted.length === 0) {
      process.stderr.write(
        'no model is looked at: models in the config says where its features are\n',
      );
    }
    for (const { model, all } of known) {
      if (all.length > 0) continue;
      process.stderr.write(`${model.name} has no baseline: \`${howToMake(model)}\` makes one\n`);
    }
  });
}

const HEAD = ['MODEL', 'VERSION', '', 'CREATED', 'ROWS', 'FEATURES', 'FROM'];

function rowOf(info: BaselineInfo, active: string | undefined): readonly string[] {
  const { model, version, createdAt, rows, features, from } = info;
  const state = version === active ? 'active' : '';
  const counts = [figureText(rows, undefined), String(features)];
  return [model, version, state, time(createdAt), ...counts, from].map(printable);
}

/** One in a line. */
export function infoText(info: BaselineInfo, active: string | undefined): string {
  const { model, version, rows, features, from } = info;
  const state = version === active ? ', active' : '';
  const figures = `${features} features of ${figureText(rows, undefined)} rows`;
  return printable(`${model} ${version}${state}: ${figures}, of ${from}`);
}

function infoJson(info: BaselineInfo, active: string | undefined): object {
  const { model, version, createdAt, from, rows, features } = info;
  const created = new Date(createdAt).toISOString();
  return { model, version, active: version === active, created, from, rows, features };
}

/** `tocsin baseline show`. */
export async function showBaseline(
  named: string,
  wanted: string | undefined,
  { config, json }: Options,
  command: Command,
): Promise<void> {
  await withModels(readConfig(config).config, async ({ models, baselines }) => {
    const model = orUsage(command, () => modelMeant(named, models));
    const { name, version: current } = model;
    const active = await baselines.active(name);
    const version = wanted ?? active ?? current;
    const baseline = await baselines.find(name, version);
    if (baseline === undefined) throw noSuchBaseline(model, version);
    const profiles = baseline.profiles.toSorted((a, b) => (a.feature < b.feature ? -1 : 1));
    if (json) {
      print({ ...infoJson(baseline, active), features: profiles.map(profileJson) });
      return;
    }
    const rows = profiles.map((profile) => profileRow(profile).map(printable));
    const text = `${infoText(baseline, active)}\n\n${table([PROFILE_HEAD, ...rows])}`;
    process.stdout.write(`${text}\n`);
  });
}

const PROFILE_HEAD = ['FEATURE', 'KIND', 'MISSING', 'MEAN', 'STD', 'MIN', 'MEDIAN', 'MAX', ''];
const NO_FIGURES = ['', '', '', '', ''];

function profileRow(profile: FeatureProfile): readonly string[] {
  const { feature, kind, missing } = profile;
  const known = [feature, kind, String(missing)];
  if (profile.kind === 'unusable') return [...known, ...NO_FIGURES, profile.why];
  if (profile.kind === 'categorical')
    return [...known, ...NO_FIGURES, categoriesText(profile.counts)];
  if (profile.summary === undefined) return [...known, ...NO_FIGURES, 'no finite value'];
  const { mean, std, min, max, percentiles } = profile.summary;
  const figures = [mean, std, min, percentiles[MEDIAN], max];
  return [
    ...known,
    ...figures.map((one) => (one === undefined ? '' : figureText(one, undefined, 4))),
  ];
}

/** The place of the 50th among the percentiles. */
const MEDIAN = 4;
const MOST_CATEGORIES = 3;

function categoriesText(counts: ReadonlyMap<string, number>): string {
  const frequent = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MOST_CATEGORIES);
  const rest = counts.size - frequent.length;
  const named = frequent.map(([name, count]) => `${name} ${count}`).join(', ');
  return rest > 0 ? `${named}, +${rest} more` : named;
}

function profileJson(profile: FeatureProfile): object {
  if (profile.kind === 'unusable') return profile;
  if (profile.kind === 'categorical') {
    return { ...profile, counts: Object.fromEntries(profile.counts) };
  }
  const { sample, isSample, ...rest } = profile;
  return { ...rest, sampled: isSample, kept: sample.length };
}

function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
