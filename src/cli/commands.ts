import type { Command } from 'commander';

/**
 * The commands, in the order of the help. Each one's parts are loaded when it is made: most need
 * little of the bot, and loading all of it takes longer than what they do.
 */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['start', async () => (await import('./start.ts')).startCommand()],
  ['demo', async () => (await import('./demo.ts')).demoCommand()],
  ['check', async () => (await import('./check.ts')).checkCommand()],
  ['schema', async () => (await import('./schema.ts')).schemaCommand()],
  ['routes', async () => (await import('./routes.ts')).routesCommand()],
  ['explain', async () => (await import('./explain.ts')).explainCommand()],
  ['parse', async () => (await import('./parse.ts')).parseCommand()],
  ['send', async () => (await import('./send.ts')).sendCommand()],
  ['simulate', async () => (await import('./simulate.ts')).simulateCommand()],
  ['silence', async () => (await import('./silence.ts')).silenceCommand()],
  ['ack', async () => (await import('./ack.ts')).ackCommand()],
  ['unack', async () => (await import('./ack.ts')).unackCommand()],
  ['resolve', async () => (await import('./resolve.ts')).resolveCommand()],
  ['escalate', async () => (await import('./escalate.ts')).escalateCommand()],
  ['oncall', async () => (await import('./oncall.ts')).onCallCommand()],
  ['metric', async () => (await import('./metric.ts')).metricCommand()],
  ['kpi', async () => (await import('./kpi.ts')).kpiCommand()],
  ['watch', async () => (await import('./watch.ts')).watchCommand()],
  ['drift', async () => (await import('./drift.ts')).driftCommand()],
  ['baseline', async () => (await import('./baseline.ts')).baselineCommand()],
  ['model', async () => (await import('./model.ts')).modelCommand()],
  ['predictions', async () => (await import('./predictions.ts')).predictionsCommand()],
  ['receivers', async () => (await import('./receivers.ts')).receiversCommand()],
  ['test-alarm', async () => (await import('./test-alarm.ts')).testAlarmCommand()],
  ['dlq', async () => (await import('./dlq.ts')).dlqCommand()],
  ['audit', async () => (await import('./audit.ts')).auditCommand()],
  ['incident', async () => (await import('./incident.ts')).incidentCommand()],
  ['deployments', async () => (await import('./deployments.ts')).deploymentsCommand()],
  ['report', async () => (await import('./report.ts')).reportCommand()],
  ['errors', async () => (await import('./errors.ts')).errorsCommand()],
  ['quality', async () => (await import('./quality.ts')).qualityCommand()],
  ['runbook', async () => (await import('./runbook.ts')).runbookCommand()],
  ['checklist', async () => (await import('./checklist.ts')).checklistCommand()],
  ['logs', async () => (await import('./logs.ts')).logsCommand()],
]);

/**
 * The command that is called for; all of them when it is none, for the help and for the name that
 * was meant.
 */
export async function commandsFor(name: string | undefined): Promise<readonly Command[]> {
  const named = name === undefined ? undefined : COMMANDS.get(name);
  return Promise.all(
    (named === undefined ? [...COMMANDS.values()] : [named]).map((make) => make()),
  );
}
