import { schedulesIn } from '../alert/on-call-mention.ts';
import { automationMistakes } from './automation-checks.ts';
import { contradictions } from './contradictions.ts';
import { dataSetMistakes } from './data-set-checks.ts';
import type { DeclaredNames } from './declared-names.ts';
import { formatDuration } from './duration.ts';
import { writtenIntegrations } from './integrations.ts';
import { degradationMistakes } from './degradation-checks.ts';
import { logMistakes, logReferences } from './log-checks.ts';
import { metricMistakes, metricReferences } from './metric-checks.ts';
import { modelMistakes, modelReferences } from './model-checks.ts';
import { nearest } from './nearest.ts';
import type { Finding } from './problem.ts';
import type { Config } from './schema/config.ts';
import type { RouteConfig } from './schema/route.ts';
import { locate, offsetAt, pathText, type ConfigNode, type Path } from './tree.ts';

/** Everything that a section can't know alone: names that must exist, and those that may not repeat. */
export function crossCheck(config: Config, root: ConfigNode, declared: DeclaredNames): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (kind, path, message, hint) => {
    const text = `${pathText(root, path)}: ${message}`;
    findings.push({ severity: 'error', kind, offset: offsetAt(root, path), message: text, hint });
  };
  checkRoot(config.route, root, report);
  checkReferences(config, declared, report);
  checkFallbacks(config, report);
  checkRepetitions(config, report);
  checkAddresses(config, report);
  checkEscalation(config, report);
  checkInhibition(config, root, report);
  for (const { path, message, hint } of contradictions(config)) {
    report('invalid-value', path, message, hint);
  }
  for (const { path, message, hint } of metricMistakes(config, root, declared)) {
    report('invalid-value', path, message, hint);
  }
  for (const { path, message, hint } of logMistakes(config, declared)) {
    report('invalid-value', path, message, hint);
  }
  for (const { path, message, hint } of modelMistakes(config, root)) {
    report('invalid-value', path, message, hint);
  }
  for (const { path, message, hint } of dataSetMistakes(config)) {
    report('invalid-value', path, message, hint);
  }
  for (const { path, message, hint } of degradationMistakes(config, root)) {
    report('invalid-value', path, message, hint);
  }
  for (const { path, message, hint } of automationMistakes(config, root, declared)) {
    report('invalid-value', path, message, hint);
  }
  return findings;
}

type Report = (
  kind: 'unknown-name' | 'duplicate' | 'invalid-value' | 'missing-key',
  path: Path,
  message: string,
  hint: string,
) => void;

function checkRoot(route: RouteConfig, root: ConfigNode, report: Report): void {
  const forbidden = [
    ['matchers', route.matchers.length > 0],
    ['continue', route.continue],
    ['mute_time_intervals', route.mute_time_intervals.length > 0],
    ['active_time_intervals', route.active_time_intervals.length > 0],
  ] as const;
  for (const [key, isSet] of forbidden) {
    if (!isSet || locate(root, ['route', key]) === undefined) continue;
    const message = `the root route takes every alert and has no ${key}`;
    report('invalid-value', ['route', key], message, `move ${key} to a route under routes:`);
  }
}

interface Reference {
  readonly path: Path;
  readonly name: string;
  readonly known: ReadonlySet<string>;
  readonly kind: string;
}

function checkReferences(config: Config, declared: DeclaredNames, report: Report): void {
  for (const { path, name, known, kind } of references(config, declared)) {
    if (known.has(name)) continue;
    const meant = nearest(name, known);
    const names = known.size === 0 ? 'there are none yet' : `there are ${[...known].join(', ')}`;
    const hint = meant === undefined ? `declare it; ${names}` : `write ${JSON.stringify(meant)}`;
    report('unknown-name', path, `there is no ${kind} ${JSON.stringify(name)}`, hint);
  }
}

/** Where nobody answers the last one must know that there is no other. */
function checkFallbacks({ receivers }: Config, report: Report): void {
  const next = new Map(receivers.map(({ name, fallback }) => [name, fallback]));
  const seen = new Set<string>();
  for (const [index, { name }] of receivers.entries()) {
    const way: string[] = [];
    let one: string | undefined = name;
    for (; one !== undefined && !seen.has(one); one = next.get(one)) {
      seen.add(one);
      way.push(one);
    }
    if (one === undefined || !way.includes(one)) continue;
    const path = ['receivers', index, 'fallback'];
    const circle = [...way.slice(way.indexOf(one)), one].join(' → ');
    const message =
      next.get(name) === name
        ? 'a receiver is no fallback for itself'
        : `the fallbacks go round in a circle: ${circle}`;
    report('invalid-value', path, message, 'name another receiver');
  }
}

function* references(config: Config, declared: DeclaredNames): Generator<Reference> {
  const receiver = { known: declared.receivers, kind: 'receiver' };
  for (const [route, path] of eachRoute(config.route)) {
    if (route.receiver !== undefined) {
      yield { path: [...path, 'receiver'], name: route.receiver, ...receiver };
    }
    if (route.escalation !== undefined) {
      const name = route.escalation;
      const known = declared.escalations;
      yield { path: [...path, 'escalation'], name, known, kind: 'escalation policy' };
    }
    for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
      for (const [index, name] of route[key].entries()) {
        const known = declared.timeIntervals;
        yield { path: [...path, key, index], name, known, kind: 'time interval' };
      }
    }
  }
  for (const [index, { fallback }] of config.receivers.entries()) {
    if (fallback === undefined) continue;
    yield { path: ['receivers', index, 'fallback'], name: fallback, ...receiver };
  }
  yield* metricReferences(config, declared);
  yield* logReferences(config, declared);
  yield* modelReferences(config, declared);
  for (const [index, { hours }] of config.automation.entries()) {
    if (hours === undefined) continue;
    const path = ['automation', index, 'hours'];
    yield { path, name: hours, known: declared.timeIntervals, kind: 'time interval' };
  }
  for (const [policy, steps] of Object.entries(config.escalation)) {
    for (const [index, { notify }] of steps.entries()) {
      yield { path: ['escalation', policy, index, 'notify'], name: notify, ...receiver };
    }
  }
  for (const [path, name] of schedulesNamed(config)) {
    yield { path, name, known: declared.schedules, kind: 'on-call schedule' };
  }
}

/** Where somebody is told, or mentioned, because they are on call: with the schedule. */
function* schedulesNamed({ receivers, escalation, checklists }: Config): Generator<[Path, string]> {
  for (const [index, { slack }] of receivers.entries()) {
    for (const [position, one] of slack.entries()) {
      const path = ['receivers', index, 'slack', position];
      if ('oncall' in one) yield [[...path, 'oncall'], one.oncall];
      for (const name of schedulesIn(one.mention)) yield [[...path, 'mention'], name];
    }
  }
  for (const [policy, steps] of Object.entries(escalation)) {
    for (const [index, { mention }] of steps.entries()) {
      const path = ['escalation', policy, index, 'mention'];
      for (const name of schedulesIn(mention)) yield [path, name];
    }
  }
  for (const [index, { assign }] of checklists.entries()) {
    for (const name of schedulesIn(assign)) yield [['checklists', index, 'assign'], name];
  }
}

/** Every route with its path, parents first. */
function* eachRoute(route: RouteConfig, path: Path = ['route']): Generator<[RouteConfig, Path]> {
  yield [route, path];
  for (const [index, inner] of route.routes.entries()) {
    yield* eachRoute(inner, [...path, 'routes', index]);
  }
}

/** A receiver that names a place twice would tell it twice. */
function checkAddresses({ receivers }: Config, report: Report): void {
  for (const [index, receiver] of receivers.entries()) {
    const seen = new Set<string>();
    for (const { id, kind, position, settings } of writtenIntegrations(receiver)) {
      // Of secrets that are not set nobody knows whether they are the same.
      if (Object.values(settings).includes('')) continue;
      const path = ['receivers', index, kind, position];
      const message = `the receiver ${JSON.stringify(receiver.name)} leads there already`;
      if (seen.has(id)) report('duplicate', path, message, 'remove one of them');
      seen.add(id);
    }
  }
}

const INHIBITION_EXAMPLES = {
  source_matchers: `write source_matchers: ['alertname="JobDown"']`,
  target_matchers: `write target_matchers: ['alertname="InstanceDown"']`,
} as const;

/** Without matchers any alert that fires would mute, or everything would be muted. */
function checkInhibition(config: Config, root: ConfigNode, report: Report): void {
  for (const [index, rule] of config.inhibit_rules.entries()) {
    const path = ['inhibit_rules', index];
    const written = locate(root, path);
    // What is missing may be what was taken out because it was wrong.
    if (written?.kind === 'map' && written.pruned.size > 0) continue;
    for (const key of ['source_matchers', 'target_matchers'] as const) {
      const list = locate(root, [...path, key]);
      if (rule[key].length > 0 || (list?.kind === 'list' && list.pruned > 0)) continue;
      report('missing-key', path, `there are no ${key}`, INHIBITION_EXAMPLES[key]);
    }
  }
}

/** Steps are climbed one after the other: the time of each is later than that of the one before. */
function checkEscalation({ escalation }: Config, report: Report): void {
  for (const [policy, steps] of Object.entries(escalation)) {
    let longest = -1;
    for (const [index, { after }] of steps.entries()) {
      if (after <= longest) {
        const path = ['escalation', policy, index, 'after'];
        const message = `the step comes no later than one before it, after ${formatDuration(longest)}`;
        report(
          'invalid-value',
          path,
          message,
          'write the steps in order, each later than the last',
        );
      }
      longest = Math.max(longest, after);
    }
  }
}

function checkRepetitions(config: Config, report: Report): void {
  const named = (section: string, items: readonly { readonly name: string }[]) =>
    items.map(({ name }, index): [string, Path] => [name, [section, index, 'name']]);
  const groups: readonly (readonly [string, readonly [string | undefined, Path][]])[] = [
    ['a receiver', named('receivers', config.receivers)],
    ['a time interval', named('time_intervals', config.time_intervals)],
    ['a maintenance window', named('maintenance', config.maintenance)],
    ['an on-call schedule', named('oncall', config.oncall)],
    ['a KPI', named('kpis', config.kpis)],
    ['a watch rule', named('watch', config.watch)],
    ['a model', named('models', config.models)],
    ['a binding of automation', named('automation', config.automation)],
    ['a data set', named('quality', config.quality)],
    ['a checklist', named('checklists', config.checklists)],
    [
      'a webhook of actions',
      config.actions.webhooks.map(({ name }, at) => [name, ['actions', 'webhooks', at, 'name']]),
    ],
    [
      'a source of metrics',
      config.metrics.sources.map(({ name }, at) => [name, ['metrics', 'sources', at, 'name']]),
    ],
    [
      'an inhibit rule',
      config.inhibit_rules.map(({ name }, at) => [name, ['inhibit_rules', at, 'name']]),
    ],
    ['a route', [...eachRoute(config.route)].map(([route, path]) => [route.id, [...path, 'id']])],
    [
      'a topic',
      config.intake.sns.topics.map(({ arn }, at) => [arn, ['intake', 'sns', 'topics', at, 'arn']]),
    ],
    [
      'a queue',
      config.intake.sqs.map(({ queue_url }, at) => [queue_url, ['intake', 'sqs', at, 'queue_url']]),
    ],
  ];
  for (const [kind, items] of groups) {
    const seen = new Set<string>();
    for (const [name, path] of items) {
      if (name === undefined) continue;
      const message = `there is ${kind} ${JSON.stringify(name)} already`;
      if (seen.has(name)) report('duplicate', path, message, 'give it another name, or remove it');
      seen.add(name);
    }
  }
}
