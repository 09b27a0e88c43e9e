import { consoleLink, encoded } from '../aws/console.ts';
import { awsSignal } from '../aws/news.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { anyRecord, anyText, anyTextList, anything, isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Format } from './format.ts';

const commandSchema = anyRecord({
  commandId: anyText,
  documentName: anyText,
  instanceIds: anyTextList,
  instanceId: anyText,
  status: anyText,
  eventTime: anything,
});

/** Nobody's concern: it goes on, went well, or somebody wanted it so. */
const QUIET = /^(?:pending|in ?progress|delayed|success|cancell?(?:ed|ing))$/iu;

/**
 * What Run Command and Maintenance Windows of AWS Systems Manager publish to a topic, of a command or
 * of one instance that it was sent to. The same document is run for many ends, so a success of it makes
 * no failure good.
 *
 * Source: AWS Systems Manager User Guide, "Example Amazon SNS notifications for AWS Systems Manager".
 */
export const ssmCommand: Format = {
  source: 'text',
  recognise: (value) =>
    isRecord(value) && ['commandId', 'documentName', 'status'].every((name) => name in value),
  toSignals(value, context) {
    const told = commandSchema.parse(value);
    const { commandId, documentName: document, instanceId, status } = told;
    if (commandId === undefined || document === undefined || status === undefined) return undefined;
    if (QUIET.test(status)) return [];
    const region = regionFromArns(context.topic);
    const news = {
      source: 'text',
      alertname: 'SSM command failed',
      account: accountFromArns(context.topic),
      region,
      at: parseTime(told.eventTime) ?? context.sentAt,
      identity: [
        ['document', document],
        ['command', commandId],
        ['instance', instanceId],
      ],
      labels: [['event_source', 'aws.ssm']],
      summary: `Command ${document} ${verbOf(status)}${placeOf(instanceId, told.instanceIds)}`,
      links: [consoleLink(region, `systems-manager/run-command/${encoded(commandId)}`)],
      defaultSeverity: 'warning',
    } as const;
    return [awsSignal('occurrence', news, context)];
  },
};

/** `TimedOut` and `ExecutionTimedOut` alike; a word that nobody knows is told as it is. */
function verbOf(status: string): string {
  if (/timed ?out$/iu.test(status)) return 'timed out';
  return /^failed$/iu.test(status) ? 'failed' : `is ${status.toLowerCase()}`;
}

function placeOf(instance: string | undefined, instances: readonly string[]): string {
  const [only = instance] = instances;
  if (instances.length > 1) return ` on ${instances.length} instances`;
  return only === undefined ? '' : ` on ${only}`;
}
