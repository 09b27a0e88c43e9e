import { evaluatedFigures } from '../alert-group/figures.ts';
import { isAlertGroup } from '../alert-group/message.ts';
import { readAlertGroup, signalsIn, type Dialect } from '../alert-group/signals.ts';
import type { Reading, WebhookFormat } from './format.ts';
import { isLegacyGrafana, readLegacyGrafana } from './grafana-legacy.ts';

const dialect: Dialect = {
  source: 'grafana',
  generator: 'Alert rule',
  external: 'Grafana',
  figuresOf: evaluatedFigures,
};

/** What Grafana's webhook posts: of its alerting, and of the dashboards' alerting before version 11. */
export const grafana: WebhookFormat = {
  source: 'grafana',
  // An organisation is what tells it from Alertmanager's, which it is made after.
  recognise: (value) => isLegacyGrafana(value) || (isAlertGroup(value) && 'orgId' in value),
  read,
  toSignals(value, context) {
    const reading = read(value);
    if (!isLegacyGrafana(value)) return signalsIn(reading, context);
    return reading.ok ? reading.signals(context) : undefined;
  },
};

function read(value: unknown): Reading {
  return isLegacyGrafana(value) ? readLegacyGrafana(value) : readAlertGroup(value, dialect);
}
