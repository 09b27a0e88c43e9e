/** Messages in the shapes that Prometheus, Grafana and Sentry document, with names of our own. */

const ZERO_TIME = '0001-01-01T00:00:00Z';

/** One alert of a group, as Alertmanager posts it. */
export function groupedAlert(changes: object = {}) {
  return {
    status: 'firing',
    labels: { alertname: 'QueueStuck', severity: 'page', queue: 'mail', job: 'worker' },
    annotations: {
      summary: 'Queue mail is stuck',
      description: 'Nothing was taken out of it for 10 minutes.',
      runbook_url: 'https://runbooks.example.com/queue',
      value: '1250',
    },
    startsAt: '2026-03-01T09:50:00.123456789Z',
    endsAt: ZERO_TIME,
    generatorURL: 'https://prometheus.example.com/graph?g0.expr=queue',
    fingerprint: '00d1c0ffee00d1c0',
    ...changes,
  };
}

/** A group of alerts as Alertmanager posts it, version 4. */
export function alertmanagerMessage(changes: object = {}) {
  return {
    version: '4',
    groupKey: '{}:{alertname="QueueStuck"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: { alertname: 'QueueStuck' },
    commonLabels: { alertname: 'QueueStuck', job: 'worker' },
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example.com',
    alerts: [groupedAlert()],
    ...changes,
  };
}

/** What Grafana's alerting posts. */
export function grafanaMessage(alert: object = {}, changes: object = {}) {
  return {
    ...alertmanagerMessage(),
    version: '1',
    orgId: 1,
    title: '[FIRING:1] Slow checkout',
    state: 'alerting',
    message: '**Firing**',
    externalURL: 'https://grafana.example.com/',
    alerts: [
      groupedAlert({
        labels: { alertname: 'Slow checkout', team: 'shop' },
        annotations: { summary: 'Checkout is slow', unit: 'ms', __dashboardUid__: 'abc' },
        generatorURL: 'https://grafana.example.com/alerting/grafana/xyz/view',
        dashboardURL: 'https://grafana.example.com/d/abc',
        panelURL: 'https://grafana.example.com/d/abc?viewPanel=2',
        silenceURL: 'https://grafana.example.com/alerting/silence/new',
        values: { B: 1431.25, C: 1 },
        ...alert,
      }),
    ],
    ...changes,
  };
}

/** What a rule of a Grafana dashboard posted before version 11. */
export function legacyGrafanaMessage(changes: object = {}) {
  return {
    dashboardId: 3,
    evalMatches: [{ metric: 'p95', value: 812.5, tags: { host: 'web-1' } }],
    message: 'Pages take long',
    orgId: 2,
    panelId: 4,
    ruleId: 17,
    ruleName: 'Slow pages',
    ruleUrl: 'https://grafana.example.com/d/abc?tab=alert',
    state: 'alerting',
    tags: { team: 'web' },
    title: '[Alerting] Slow pages',
    ...changes,
  };
}

/** An issue's change of state, as Sentry posts it. */
export function sentryIssue(action: string, changes: object = {}) {
  return {
    action,
    installation: { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
    data: {
      issue: {
        id: '4711',
        shortId: 'SHOP-7',
        title: 'KeyError: price',
        culprit: 'cart in total',
        level: 'error',
        status: 'unresolved',
        substatus: 'new',
        project: { id: '1', name: 'Shop', slug: 'shop', platform: 'python' },
        metadata: { type: 'KeyError', value: 'price' },
        count: '3',
        userCount: 2,
        firstSeen: '2026-03-01T09:59:00.000000Z',
        lastSeen: '2026-03-01T09:59:30.000000Z',
        web_url: 'https://acme.sentry.io/issues/4711/',
        ...changes,
      },
    },
  };
}

/** What a rule over a project's events posts. */
export function sentryEventAlert(changes: object = {}) {
  return {
    action: 'triggered',
    installation: { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
    data: {
      event: {
        event_id: 'e4874d664c3540c1a32eab185f12c5ab',
        issue_id: '4711',
        title: 'KeyError: price',
        culprit: 'cart in total',
        level: 'error',
        project: 1,
        datetime: '2026-03-01T09:59:50.000000Z',
        received: 1_772_359_200.5,
        timestamp: 1_772_359_190,
        tags: [
          ['environment', 'prod'],
          ['level', 'error'],
          ['release', 'shop@1.4.0'],
        ],
        url: 'https://sentry.io/api/0/projects/acme/shop/events/e4874d664c3540c1a32eab185f12c5ab/',
        web_url: 'https://acme.sentry.io/issues/4711/events/e4874d66/',
        ...changes,
      },
      triggered_rule: 'Payments',
    },
  };
}
