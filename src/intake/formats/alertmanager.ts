import { annotatedFigures } from '../alert-group/figures.ts';
import { isAlertGroup } from '../alert-group/message.ts';
import { readAlertGroup, signalsIn, type Dialect } from '../alert-group/signals.ts';
import type { WebhookFormat } from './format.ts';

const dialect: Dialect = {
  source: 'alertmanager',
  generator: 'Prometheus',
  external: 'Alertmanager',
  figuresOf: annotatedFigures,
};

/** What Prometheus Alertmanager's webhook posts, version 4. */
export const alertmanager: WebhookFormat = {
  source: 'alertmanager',
  recognise: isAlertGroup,
  read: (value) => readAlertGroup(value, dialect),
  toSignals: (value, context) => signalsIn(readAlertGroup(value, dialect), context),
};
