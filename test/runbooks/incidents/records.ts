import type { NearDeployment } from '../../../src/alert/deployment-places.ts';
import type { ActionRun } from '../../../src/engine/ports/action-runs.ts';
import type { PastMoment } from '../../../src/engine/ports/history.ts';
import type { Incident } from '../../../src/engine/ports/incidents.ts';
import type { Walk } from '../../../src/engine/ports/walks.ts';
import type { IncidentRecord } from '../../../src/runbooks/incidents/report.ts';

/** When the sample incident began: 03:05. */
export const BEGAN = Date.parse('2026-03-04T03:05:00Z');

/** So many minutes after that. */
export const after = (minutes: number) => BEGAN + minutes * 60_000;

const ANA = { name: 'Ana Ruiz', actor: 'slack:UANA' };
const BO = { name: 'Bo Li', actor: 'slack:UBO' };

export const INCIDENT: Incident = {
  id: 'INC-12',
  title: 'Checkout is down',
  severity: 'critical',
  status: 'monitoring',
  revision: 9,
  openedAt: after(9),
  openedBy: ANA,
  detectedAt: BEGAN,
  acknowledgedAt: after(17),
  mitigatedAt: after(25),
  resolvedAt: after(42),
  resolution: { text: 'v41 lost the connection pool.\nRolled back.', impact: 'No checkouts.' },
  roles: { commander: ANA, scribe: BO },
  groups: [
    {
      key: 'ops.a',
      title: 'High error rate · orders-api',
      state: 'resolved',
      since: BEGAN,
      toldAt: after(2),
      acknowledged: { by: 'Ana Ruiz', at: after(17) },
      resolvedAt: after(40),
      link: 'https://shop.slack.com/archives/C1/p1',
    },
  ],
  channel: '#incidents',
  entries: [
    { at: after(9), by: 'Ana Ruiz', what: 'opened' },
    { at: after(17), by: 'Ana Ruiz', what: 'responded', title: 'High error rate · orders-api' },
    { at: after(20), what: 'reminded', of: 'update' },
    { at: after(21), by: 'Ana Ruiz', what: 'updated', status: 'identified', text: 'it is v41' },
    { at: after(25), by: 'Ana Ruiz', what: 'mitigated' },
    { at: after(42), by: 'Ana Ruiz', what: 'resolved', text: 'v41 lost the connection pool.' },
    {
      at: after(43),
      by: 'Ana Ruiz',
      what: 'follow-up',
      number: 1,
      text: 'Test the pool before it is deployed',
      owner: BO,
      due: '2026-03-11',
    },
    { at: after(44), by: 'Ana Ruiz', what: 'follow-up', number: 2, text: 'Write the runbook' },
    { at: after(50), by: 'Bo Li', what: 'followed-up', number: 2 },
  ],
};

export const MOMENTS: readonly PastMoment[] = [
  {
    at: after(-30),
    what: 'told',
    group: 'ml.x',
    integration: 'slack/#ml',
    startedAt: after(-31),
    severity: 'warning',
    alarms: ['FeatureDrift'],
  },
  {
    at: after(2),
    what: 'told',
    group: 'ops.a',
    integration: 'slack/#ops',
    reason: 'first notification',
    startedAt: BEGAN,
    severity: 'critical',
    alarms: ['High error rate'],
  },
  {
    at: after(3),
    what: 'told',
    group: 'ops.other',
    integration: 'slack/#ops',
    startedAt: after(2),
    severity: 'info',
    alarms: ['Something else'],
  },
  { at: after(17), what: 'acknowledged', group: 'ops.a', by: 'Ana Ruiz' },
  { at: after(40.1), what: 'over', group: 'ops.a', endedAt: after(40) },
];

export const WALK: Walk = {
  id: 'w1',
  runbook: 'high-error-rate',
  title: 'High error rate',
  text: '',
  facts: { labels: {}, annotations: {} },
  subject: { incident: 'INC-12' },
  place: { channel: 'C1' },
  at: after(18),
  by: ANA,
  holder: ANA,
  state: 'finished',
  touchedAt: after(30),
  revision: 4,
  opened: 4,
  steps: 2,
  results: [
    { kind: 'done', by: ANA, at: after(19), answer: 'timeouts' },
    { kind: 'skipped', by: BO, at: after(20), note: 'the provider is fine' },
  ],
  checks: [],
  runs: [],
  story: [
    { id: '1', at: after(18), kind: 'begun', by: 'Ana Ruiz' },
    {
      id: '2',
      at: after(19),
      kind: 'done',
      by: 'Ana Ruiz',
      step: { index: 0, title: 'Which error is it?' },
      text: 'timeouts',
    },
    {
      id: '3',
      at: after(20),
      kind: 'skipped',
      by: 'Bo Li',
      step: { index: 1, title: 'Look at the provider' },
      text: 'the provider is fine',
    },
    { id: '4', at: after(30), kind: 'finished' },
  ],
};

export const RUN: ActionRun = {
  key: 'k'.repeat(32),
  about: 'codedeploy shop/prod',
  action: 'codedeploy_rollback',
  params: {},
  why: [],
  facts: {},
  state: 'succeeded',
  revision: 4,
  askedBy: 'slack:UANA',
  askedAt: after(22),
  title: 'Roll back orders-api',
  preview: { before: 'v41', after: 'v40' },
  subject: { incident: 'INC-12' },
  story: [
    { at: after(22), state: 'asked', by: 'Ana Ruiz', what: 'Ana Ruiz asked for it' },
    {
      at: after(24),
      state: 'succeeded',
      what: 'it runs v40',
      link: 'https://console.aws.amazon.com/x',
    },
  ],
};

export const DEPLOYMENT: NearDeployment = {
  id: 'd1',
  summary: 'orders-api v41 was deployed',
  outcome: 'succeeded',
  at: after(-6),
  beganAt: after(-9),
  labels: { service: 'orders-api', version: 'v41' },
  links: [{ title: 'build', url: 'https://ci.example/812' }],
  near: 'service',
};

export const RECORD: IncidentRecord = {
  incident: INCIDENT,
  moments: MOMENTS,
  walks: [WALK],
  runs: [RUN],
  deployments: [DEPLOYMENT],
};

export const RESPONSE_TIMES = {
  critical: 15 * 60_000,
  error: 30 * 60_000,
  warning: 7_200_000,
  info: 86_400_000,
};
