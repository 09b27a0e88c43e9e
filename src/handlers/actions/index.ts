import type { Action } from '../registry.ts';
import { CHECKLIST_BUTTONS } from '../checklists/press.ts';
import { ALERT_BUTTONS } from './alert.ts';
import { ASK_METRIC_BUTTON } from './ask-metric.ts';
import { CANCEL_BUTTON } from './cancel.ts';
import { ERROR_BUTTONS } from './error.ts';
import { EXPIRE_BUTTON } from './expire.ts';
import { INCIDENT_BUTTONS } from './incident.ts';
import { PREVIEW_BUTTON } from './preview.ts';
import { RUN_BUTTONS } from './run.ts';
import { WALK_BUTTONS } from './walk.ts';

/** Every button and menu. */
export const ACTIONS: readonly Action[] = [
  ...ALERT_BUTTONS,
  PREVIEW_BUTTON,
  EXPIRE_BUTTON,
  CANCEL_BUTTON,
  ASK_METRIC_BUTTON,
  ...ERROR_BUTTONS,
  ...RUN_BUTTONS,
  ...INCIDENT_BUTTONS,
  ...WALK_BUTTONS,
  ...CHECKLIST_BUTTONS,
];
