import type { Signal } from '../../alert/signal.ts';
import { databaseName, databaseSignals } from '../aws/database-event.ts';
import { circumstances, isServiceEvent, readAwsEvent, type AwsEvent } from '../aws/event.ts';
import { plainEvent } from '../aws/plain-event.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { anyRecord, anyText, anyTextList, anything, isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Format, MessageContext } from './format.ts';

/**
 * Events of Amazon RDS of any kind: instances, clusters, snapshots, parameter groups, proxies. They
 * differ in their `detail-type` only. Source: Amazon RDS User Guide, "Overview of events for Amazon
 * RDS".
 */
export const awsRds: Format = {
  source: 'aws-rds',
  recognise: (value) => isServiceEvent(value, 'aws.rds'),
  toSignals(value, context) {
    const event = readAwsEvent(value);
    if (event === undefined) return undefined;
    return eventSignals(event, context) ?? [plainEvent(event, 'aws-rds', context)];
  },
};

const detailSchema = anyRecord({
  EventCategories: anyTextList,
  SourceType: anyText,
  SourceArn: anyText,
  SourceIdentifier: anyText,
  Date: anything,
  Message: anyText,
  EventID: anyText,
});

function eventSignals(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  const detail = detailSchema.parse(event.detail);
  const { Message: message, SourceArn: arn = event.resources[0] } = detail;
  if (message === undefined) return undefined;
  const told = {
    ...circumstances(event, context),
    arn,
    name: databaseName(detail.SourceIdentifier, arn),
    type: detail.SourceType ?? '',
    categories: detail.EventCategories,
    eventId: detail.EventID ?? '',
    message,
  };
  return databaseSignals({ ...told, at: parseTime(detail.Date) ?? told.at }, context);
}

const notificationSchema = anyRecord({
  'Event Source': anyText,
  'Event Time': anything,
  'Event ID': anyText,
  'Event Message': anyText,
  'Identifier Link': anyText,
  'Source ID': anyText,
  SourceId: anyText,
  Resource: anyText,
  'Source ARN': anyText,
  // Redshift's own names, with a space behind each value.
  'About this Event': anyText,
  Severity: anyText,
});

/**
 * What an event subscription publishes to a topic, of RDS and in the same form of DMS and Redshift.
 * Source: the same guide, "Working with Amazon RDS event notification"; Amazon
 * Redshift Management Guide, "Amazon Redshift cluster event notification subscriptions".
 */
export const awsRdsNotification: Format = {
  source: 'aws-rds',
  recognise: (value) => isRecord(value) && 'Event Source' in value && 'Event Message' in value,
  toSignals(value, context) {
    const told = notificationSchema.parse(value);
    const { 'Event Message': message, 'Source ARN': arn } = told;
    if (message === undefined) return undefined;
    // DMS writes more lines behind the address.
    const [link] = told['Identifier Link']?.trim().split(/\s/u, 1) ?? [];
    const name = told['Source ID'] ?? told.SourceId ?? told.Resource?.trim() ?? nameIn(link);
    // The id is the end of the address of its explanation.
    const explained = told['Event ID'] ?? told['About this Event'] ?? '';
    const [eventId = ''] = /[A-Z]{2,12}-EVENT-\d{1,6}/u.exec(explained) ?? [];
    const linked = /[?&]region=([a-z0-9-]{1,30})/u.exec(link ?? '')?.[1];
    const event = {
      account: accountFromArns(arn, context.topic),
      region: regionFromArns(arn) ?? linked ?? regionFromArns(context.topic),
      at: parseTime(told['Event Time']) ?? context.sentAt,
      arn,
      name: databaseName(name, arn),
      type: told['Event Source'] ?? '',
      // Redshift's categories don't tell good news from bad; its severity does.
      categories: told.Severity?.trim() === 'ERROR' ? ['failure'] : [],
      eventId,
      message,
      link,
    };
    return databaseSignals(event, context);
  },
};

/** The address ends with what the event is about: `…#tasks:ids=orders`. */
function nameIn(link: string | undefined): string | undefined {
  return /[:;&?](?:ids?|cluster)=([^;&\s]{1,255})/u.exec(link ?? '')?.[1];
}
