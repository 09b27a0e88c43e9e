/**
 * Who may import whom. Each folder may also import from itself. A deeper path allows only that
 * part; a row for one file takes the place of its folder's.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'everything'>> = {
  alert: [],
  rules: ['alert'],
  // A formula is read by what computes it, a query by what fills it in, how far a rule reaches by what reads it.
  config: [
    'alert',
    'rules',
    'metrics/formula',
    'metrics/logs/saved-query',
    'metrics/logs/template',
    'metrics/watch/reach',
    // What may have a model trained again, and what placeholders there are.
    'runbooks/retraining/fill',
    'runbooks/retraining/triggers',
    // The actions that can be allowed.
    'runbooks/actions/names',
  ],
  engine: ['alert', 'rules'],
  store: ['alert', 'rules', 'engine'],
  intake: ['alert', 'engine'],
  // What people ask of the bot, in whatever way: durations and matchers are written as in the config.
  asking: [
    'alert',
    'rules',
    'engine',
    'intake/time',
    'config/duration',
    'config/matchers',
    'config/mistake',
    'config/nearest',
  ],
  announcements: ['alert', 'rules', 'engine', 'intake'],
  delivery: ['alert', 'engine'],
  // Work beside the main thread, whatever it is.
  threads: [],
  // Formulas and what people ask for are read as the config is, in the reader's time zone.
  metrics: [
    'alert',
    'engine',
    'threads',
    'rules/zone',
    'config/duration',
    'config/mistake',
    'config/nearest',
    'config/statistic',
    // Alerts of watch rules are bounded as those that come in.
    'intake/bounds',
  ],
  // What happened, in figures and words: computed of what it is given.
  report: ['alert', 'rules'],
  // Names that may be meant, and what quality rules are written as in the config.
  drift: [
    'alert',
    'engine',
    'threads',
    'config/duration',
    'config/mistake',
    'config/nearest',
    'config/schema/quality',
    // Its alerts are bounded as those that come in.
    'intake/bounds',
    // A row of a file is read as one that is posted.
    'intake/models',
  ],
  runbooks: [
    'alert',
    'engine',
    'metrics',
    // What is told of AWS's things in alerts is told of them here, and calls are signed as notifications are.
    'intake/aws',
    'delivery/webhook/endpoint',
    'delivery/webhook/signature',
    // Runbooks are read as the config is, with its mistakes, and what is in them is written as there.
    'config/check-condition',
    'config/matchers',
    'config/mistake',
    'config/nearest',
    'config/placed',
    'config/problem',
    'config/schema/checklist',
    // So are the parameters of actions.
    'config/schema/addresses',
    'config/schema/fields',
    // A check's metrics are written as those of a config.
    'config/schema/metric',
    'config/schema/metric-query',
    'config/schema/runbook',
    'config/tree',
    'config/validate',
    'config/yaml-tree',
  ],
  handlers: [
    'alert',
    'engine',
    'asking',
    'metrics',
    'drift',
    'runbooks',
    'delivery/slack',
    'config/duration',
    'config/mistake',
    'config/nearest',
    // In HTTP mode Slack comes through a door like any other.
    'intake/http',
    'intake/received',
    'intake/refusal',
  ],
  web: ['alert', 'engine'],
  jobs: ['alert', 'engine', 'delivery', 'metrics', 'drift', 'runbooks'],
  simulate: ['alert', 'rules', 'config', 'engine', 'store', 'jobs', 'delivery', 'intake'],
  telemetry: ['alert/visible'],
  version: [],
  app: 'everything',
  main: ['app', 'rules', 'intake', 'config', 'telemetry', 'version'],
  // It prints what intake and rules return, so it knows the words they are made of.
  cli: ['alert', 'app', 'asking', 'rules', 'intake', 'config', 'simulate', 'version'],
  // The one command that is the whole bot: the others do not wait for all of it to be loaded.
  'cli/start.ts': ['main', 'app/wiring', 'config'],
  'cli/demo.ts': ['cli', 'app', 'rules', 'intake', 'config', 'demo'],
  // The load is the demo's alarms, signed with the demo's key; bench/rules runs engines on a store.
  bench: [
    'alert',
    'app',
    'rules',
    'engine',
    'store',
    'intake',
    'config',
    'metrics',
    'drift',
    'simulate',
    'telemetry',
    'version',
    'demo',
  ],
  // The checking proxy refuses by the same limits that the bot keeps.
  demo: ['app', 'rules', 'intake', 'config', 'delivery/slack', 'telemetry', 'version'],
  // They show the messages of groups that no rule brought about.
  'demo/pictures.ts': ['alert', 'delivery', 'demo'],
  'demo/picture-actions.ts': ['engine', 'handlers', 'runbooks', 'delivery/slack', 'demo'],
  'demo/picture-checklist.ts': ['engine', 'delivery', 'handlers', 'runbooks', 'demo'],
  'demo/picture-incidents.ts': ['engine', 'handlers', 'runbooks', 'delivery/slack', 'demo'],
  'demo/picture-scenes.ts': ['alert', 'engine'],
  'demo/picture-walks.ts': ['engine', 'handlers', 'runbooks', 'delivery/slack', 'demo'],
  'demo/chart-pictures.ts': ['metrics', 'demo'],
  'demo/chart-scenes.ts': ['metrics'],
};

/**
 * Files that may import what only shows when they run. The demo is found beside a checkout: tsc must
 * not follow the command into demo/, which is not part of the build.
 */
export const MAY_IMPORT_COMPUTED: readonly string[] = ['src/cli/demo.ts'];

/** Where a package may be used under src/: vendors stay at the edges. `*` ends a scope. */
export const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  '@aws-sdk/*': ['metrics', 'intake', 'runbooks/actions', 'app', 'drift/data'],
  '@bull-board/*': ['jobs/board'],
  '@marcbachmann/cel-js': ['config', 'metrics'],
  '@pagerduty/pdjs': ['delivery/pagerduty', 'app'],
  '@resvg/resvg-js': ['metrics/charts'],
  '@slack/*': ['delivery/slack', 'handlers', 'app'],
  bullmq: ['jobs', 'app'],
  commander: ['cli'],
  echarts: ['metrics/charts'],
  hyparquet: ['drift/data/parquet'],
  'hyparquet-compressors': ['drift/data/parquet'],
  ioredis: ['store', 'jobs', 'app'],
  marked: ['runbooks/format'],
  nodemailer: ['delivery/email', 'app'],
  pino: ['telemetry', 'app'],
  'prom-client': ['telemetry', 'app'],
  re2js: ['alert', 'config', 'drift/quality'],
  'rrule-temporal': ['rules'],
  'temporal-polyfill': ['rules', 'metrics/charts'],
  yaml: ['config', 'runbooks'],
  zod: [
    'config',
    'store',
    'intake',
    'delivery',
    'handlers',
    'metrics',
    'drift',
    'runbooks',
    'web',
    'jobs',
    'cli',
    'version',
  ],
};

/** The folders that only compute, with what they may use of Node: functions of their arguments. */
export const PURE: Readonly<Record<string, readonly string[]>> = {
  alert: ['node:crypto'],
  rules: [],
  report: [],
};
