import { ackCommand } from './ack.ts';
import { alertsCommand } from './alerts.ts';
import { checklistCommand } from './checklist.ts';
import type { Command } from './command.ts';
import { driftCommand } from './drift.ts';
import { errorsCommand } from './errors.ts';
import { incidentCommand } from './incident.ts';
import { logsCommand } from './logs.ts';
import { maintenanceCommand } from './maintenance.ts';
import { kpiCommand } from './kpi.ts';
import { modelCommand } from './model.ts';
import { metricCommand } from './metric.ts';
import { onCallCommand } from './oncall.ts';
import { qualityCommand } from './quality.ts';
import { runbookCommand } from './runbook.ts';
import { silenceCommand } from './silence.ts';
import { tocsinCommand } from './tocsin.ts';

/** Every slash command but the one that is about all. */
const OTHERS: readonly Command[] = [
  alertsCommand,
  ackCommand,
  silenceCommand,
  maintenanceCommand,
  onCallCommand,
  metricCommand,
  kpiCommand,
  logsCommand,
  driftCommand,
  qualityCommand,
  modelCommand,
  errorsCommand,
  incidentCommand,
  runbookCommand,
  checklistCommand,
];

/** Every slash command. A new one is a file beside this, and a line above. */
export const COMMANDS: readonly Command[] = [...OTHERS, tocsinCommand(OTHERS)];
