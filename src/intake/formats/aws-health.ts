import type { Severity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { utcText } from '../../alert/utc.ts';
import { arnName } from '../aws/arn.ts';
import { consoleLink, encoded } from '../aws/console.ts';
import { circumstances, type AwsEvent } from '../aws/event.ts';
import { healthTitle } from '../aws/health-title.ts';
import { awsSignal, type Becomes } from '../aws/news.ts';
import { homeRegion, partitionOfRegion } from '../aws/partition.ts';
import { anyList, anyRecord, anyText, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

const time = anything.transform(parseTime);

const detailSchema = anyRecord({
  eventArn: anyText,
  service: anyText,
  eventTypeCode: anyText,
  eventTypeCategory: anyText,
  statusCode: anyText,
  actionability: anyText,
  startTime: time,
  endTime: time,
  lastUpdatedTime: time,
  eventRegion: anyText,
  affectedAccount: anyText,
  eventDescription: anyList(anyRecord({ language: anyText, latestDescription: anyText })),
  affectedEntities: anyList(anyRecord({ entityValue: anyText })),
});

type Detail = ReturnType<typeof detailSchema.parse>;

/**
 * Events of AWS Health: issues of AWS, changes it has planned, what an account should know, and
 * reports of abuse. Source: AWS Health User Guide, "AWS Health events Amazon EventBridge schema".
 */
export const awsHealth: Format = serviceFormat('aws-health', 'aws.health', {
  'AWS Health Event': healthSignals,
  'AWS Health Abuse Event': healthSignals,
});

function healthSignals(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  const detail = detailSchema.parse(event.detail);
  const { eventTypeCode: code, eventArn } = detail;
  if (code === undefined) return undefined;
  const told = circumstances(event, context);
  // AWS sends an event to a second region, too, and to the organisation's account.
  const region = detail.eventRegion ?? told.region;
  const becomes = becomesOf(detail, told.at);
  const title = healthTitle(code, detail.service);
  const resources = resourcesOf(detail, event);
  const news = {
    source: 'aws-health',
    alertname: title,
    account: detail.affectedAccount ?? told.account,
    region,
    identity: [['event', eventArn ?? code]],
    labels: [
      ['event_type', code],
      ['service', detail.service],
      ['category', detail.eventTypeCategory],
    ],
    summary: [
      title,
      region === undefined || region === 'global' ? '' : ` in ${region}`,
      timesText(detail, becomes, told.at),
      resourcesText(resources),
    ].join(''),
    description: descriptionOf(detail),
    annotations: [['resources', resources.join(', ')]],
    links: [healthLink(region, eventArn)],
    defaultSeverity: severityOf(event, detail),
    at: detail.lastUpdatedTime ?? told.at,
    startsAt: detail.startTime,
  } as const;
  return [awsSignal(becomes, news, context)];
}

/**
 * Issues last until AWS closes them; what is planned or only said is told once, and again when AWS
 * has news of it. Events without a status are of the years before AWS gave one: an issue that tells
 * its end is over, and nothing would close it later.
 */
function becomesOf({ statusCode, eventTypeCategory, endTime }: Detail, at: number): Becomes {
  if (statusCode === 'closed') return 'resolved';
  if (eventTypeCategory !== 'issue' && eventTypeCategory !== 'investigation') return 'occurrence';
  const isOver = statusCode === undefined && endTime !== undefined && endTime <= at;
  return isOver ? 'occurrence' : 'firing';
}

function severityOf({ detailType }: AwsEvent, detail: Detail): Severity {
  if (detailType === 'AWS Health Abuse Event') return 'error';
  const isTrouble =
    detail.eventTypeCategory === 'issue' || detail.actionability === 'ACTION_REQUIRED';
  return isTrouble ? 'warning' : 'info';
}

function timesText(detail: Detail, becomes: Becomes, at: number): string {
  const { startTime, endTime, eventTypeCategory: category } = detail;
  if (becomes === 'resolved') return ' is over';
  if (category === 'issue' && endTime !== undefined && endTime <= at) {
    return `, over since ${utcText(endTime)}`;
  }
  if (category === 'scheduledChange' && startTime !== undefined && startTime > at) {
    return `, from ${utcText(startTime)}`;
  }
  return '';
}

function resourcesOf({ affectedEntities }: Detail, { resources }: AwsEvent): readonly string[] {
  const entities = affectedEntities.flatMap(({ entityValue }) => entityValue ?? []);
  const names = (entities.length > 0 ? entities : resources).map(arnName);
  return [...new Set(names)].filter((name) => name !== '' && name !== 'UNKNOWN');
}

function resourcesText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  return `: ${names.slice(0, 2).join(', ')}${more}`;
}

function descriptionOf({ eventDescription }: Detail): string | undefined {
  const inEnglish = eventDescription.find(({ language }) => language?.startsWith('en') === true);
  const { latestDescription } = inEnglish ?? eventDescription[0] ?? {};
  // Line breaks come written out, some of them twice over.
  return latestDescription?.replace(/\\{1,4}n/gu, '\n');
}

function healthLink(region: string | undefined, eventArn: string | undefined) {
  const known = partitionOfRegion(region ?? '') === undefined ? homeRegion(eventArn) : region;
  const event = eventArn === undefined ? '' : `?eventID=${encoded(eventArn)}`;
  return consoleLink(known, 'health/home', `#/account/event-log${event}`);
}
