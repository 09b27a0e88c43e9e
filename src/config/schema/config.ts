import { z } from 'zod';
import { accessSchema } from './access.ts';
import { automationSchema } from './automation.ts';
import { actionsSchema } from './actions.ts';
import { checklistsSchema } from './checklists.ts';
import { classifySchema, insufficientDataSchema } from './classify.ts';
import { dataSetsSchema } from './data-sets.ts';
import { driftSchema } from './drift.ts';
import { errorsSchema } from './errors.ts';
import { escalationSchema } from './escalation.ts';
import { duration, named } from './fields.ts';
import { httpSchema } from './http.ts';
import { inhibitRulesSchema } from './inhibit-rules.ts';
import { incidentsSchema } from './incidents.ts';
import { intakeSchema } from './intake.ts';
import { kpisSchema } from './kpis.ts';
import { maintenanceSchema } from './maintenance.ts';
import { flappingSchema, severitiesSchema, stormSchema } from './pace.ts';
import { logsSchema } from './logs.ts';
import { metricsSchema } from './metrics.ts';
import { modelsSchema } from './models.ts';
import { onCallSchema } from './oncall.ts';
import { pagerdutySchema } from './pagerduty.ts';
import { recordingsSchema } from './recordings.ts';
import { receiversSchema } from './receivers.ts';
import { reconcileSchema } from './reconcile.ts';
import { redisSchema } from './redis.ts';
import { reportSchema } from './report.ts';
import { routeSchema } from './route.ts';
import { runbooksSchema } from './runbooks.ts';
import { slackSchema } from './slack.ts';
import { smtpSchema } from './smtp.ts';
import { timeIntervalsSchema } from './time-intervals.ts';
import { watchSchema } from './watch.ts';
import { webSchema } from './web.ts';

/** The whole file. Everything has a default: `{}` is a config. */
export const configSchema = z.strictObject({
  slack: slackSchema.prefault({}),
  pagerduty: pagerdutySchema.prefault({}),
  smtp: smtpSchema.prefault({}),
  redis: redisSchema.prefault({}),
  http: httpSchema.prefault({}),
  data_dir: named('./data').default('./data'),
  intake: intakeSchema.prefault({}),
  recordings: recordingsSchema.prefault({}),
  reconcile: reconcileSchema.prefault({}),
  resolve_timeout: duration({ positive: true }).optional(),
  classify: classifySchema,
  route: routeSchema.prefault({}),
  receivers: receiversSchema,
  inhibit_rules: inhibitRulesSchema,
  time_intervals: timeIntervalsSchema,
  maintenance: maintenanceSchema,
  escalation: escalationSchema,
  oncall: onCallSchema,
  flapping: flappingSchema.optional(),
  storm: stormSchema.optional(),
  insufficient_data: insufficientDataSchema.prefault({}),
  severities: severitiesSchema.prefault({}),
  metrics: metricsSchema.prefault({}),
  kpis: kpisSchema,
  watch: watchSchema,
  logs: logsSchema.prefault({}),
  models: modelsSchema,
  drift: driftSchema.prefault({}),
  quality: dataSetsSchema,
  errors: errorsSchema.prefault({}),
  report: reportSchema.optional(),
  runbooks: runbooksSchema.prefault({}),
  incidents: incidentsSchema.prefault({}),
  automation: automationSchema,
  checklists: checklistsSchema,
  actions: actionsSchema.prefault({}),
  access: accessSchema.prefault({}),
  web: webSchema.optional(),
});

/** The config as read: keys as in the file, durations in milliseconds, secrets resolved. */
export type Config = z.output<typeof configSchema>;
