import { Command } from 'commander';
import { sparkline } from '../../alert/sparkline.ts';
import { table } from '../../alert/table.ts';
import {
  FAR,
  modelMeant,
  withModels,
  type DriftRun,
  type FeatureFigures,
} from '../../app/models/models-asked.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { readConfig } from '../config.ts';
import { orUsage } from '../or-usage.ts';
import { printable } from '../printable.ts';

const HELP = `
The last 90 runs of a model are kept. How far a feature is from its reference is, from 0 to 1, the KS statistic of
numbers, and of categories the largest difference of shares.

Examples:
  $ tocsin drift history churn
  $ tocsin drift history churn monthly_charges
  $ tocsin drift history churn --json | jq '.[-1].features'`;

/** `tocsin drift history`. */
export function driftHistoryCommand(): Command {
  const command = new Command('history')
    .description('what the last runs of a model have found, or how one of its features went')
    .argument('<model>', 'its name in the config')
    .argument('[feature]', 'one of its features')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', HELP);
  return command.action(
    async (
      named: string,
      feature: string | undefined,
      { config, json }: { readonly config?: string; readonly json: boolean },
    ) =>
      withModels(readConfig(config).config, async ({ models, reports }) => {
        const { name } = orUsage(command, () => modelMeant(named, models));
        const runs = await reports.runs(name);
        const known = orUsage(command, () => featureMeant(feature, runs));
        if (json)
          process.stdout.write(`${JSON.stringify(runs.map((run) => runJson(run, known)))}\n`);
        else if (runs.length === 0) process.stderr.write(`${name} was not compared yet\n`);
        else {
          const text = known === undefined ? runsText(runs) : featureText(known, runs);
          process.stdout.write(`${text}\n`);
        }
      }),
  );
}

/** @throws Mistake for a feature that no run knows */
function featureMeant(feature: string | undefined, runs: readonly DriftRun[]): string | undefined {
  if (feature === undefined || runs.length === 0) return undefined;
  const names = new Set(runs.flatMap(({ features }) => Object.keys(features)));
  if (names.has(feature)) return feature;
  const meant = nearest(feature, names);
  const hint = meant === undefined ? `write one of ${[...names].join(', ')}` : `write ${meant}`;
  throw new Mistake(`no run knows a feature ${quoted(feature)}`, hint);
}

function runsText(runs: readonly DriftRun[]): string {
  const rows = runs.map((run) => {
    const { window, version, drifted, tested, share, severity, meanKs, prediction } = run;
    return [
      time(window.end),
      version,
      `${drifted}/${tested}`,
      `${(100 * share).toFixed(0)} %`,
      severity,
      meanKs?.toFixed(3) ?? '',
      prediction === undefined
        ? ''
        : `${prediction.ks.toFixed(3)}${prediction.drift ? ' drift' : ''}`,
    ].map(printable);
  });
  const head = ['UP TO', 'VERSION', 'DRIFTED', 'SHARE', 'SEVERITY', 'MEAN KS', 'PREDICTION KS'];
  return table([head, ...rows]);
}

function featureText(feature: string, runs: readonly DriftRun[]): string {
  const rows = runs.map((run) => {
    const { window } = run;
    const figures = figuresIn(run, feature);
    if (figures === undefined) return [time(window.end), 'not tested'];
    const { distance, pvalue, psi, drift } = figures;
    return [
      time(window.end),
      distance.toFixed(3),
      psi?.toFixed(3) ?? '',
      pvalue < 0.001 ? '< 0.001' : pvalue.toFixed(3),
      drift ? 'drift' : 'ok',
    ];
  });
  const trend = sparkline(
    runs.map((run) => figuresIn(run, feature)?.distance),
    0,
    FAR,
  );
  const head = ['UP TO', 'APART', 'PSI', 'P', ''];
  return `${printable(feature)}  ${trend}\n\n${table([head, ...rows])}`;
}

function runJson(run: DriftRun, feature: string | undefined): object {
  const { window, at, meanKs, features, ...rest } = run;
  const own = feature === undefined ? features : { [feature]: figuresIn(run, feature) ?? null };
  return {
    from: new Date(window.start).toISOString(),
    to: new Date(window.end).toISOString(),
    date: new Date(at).toISOString(),
    ...rest,
    ...(meanKs !== undefined && { mean_ks: meanKs }),
    features: own,
  };
}

/** Names of features come from outside: a run may know none that is called `constructor`. */
function figuresIn({ features }: DriftRun, feature: string): FeatureFigures | undefined {
  return Object.hasOwn(features, feature) ? features[feature] : undefined;
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
