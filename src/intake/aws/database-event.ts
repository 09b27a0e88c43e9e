import type { Signal } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { arnName, parseArn } from './arn.ts';
import { consoleLink, encoded, givenLink } from './console.ts';
import { databaseKind } from './database-kind.ts';
import { awsSignal } from './news.ts';

/** An event of a database or what belongs to one, whichever message told it. */
export interface DatabaseEvent {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly at: number;
  readonly arn?: string | undefined;
  readonly name: string;
  /** `DB_INSTANCE`, `db-instance`: as the message names it. */
  readonly type: string;
  readonly categories: readonly string[];
  /** `RDS-EVENT-0049`; empty when the message has none. */
  readonly eventId: string;
  readonly message: string;
  readonly link?: string | undefined;
}

/** The signals of a database's event. */
export function databaseSignals(event: DatabaseEvent, context: MessageContext): readonly Signal[] {
  const { name, arn, eventId, message, account, region, at } = event;
  const { category, severity, becomes } = databaseKind(eventId, event.categories, message);
  if (becomes === 'nothing') return [];
  const service = serviceOf(event);
  const noun = nounOf(event);
  const news = {
    source: 'aws-rds',
    alertname: `${service} ${category}`,
    account,
    region,
    at,
    identity: [
      ['resource_type', noun],
      ['resource', name],
    ],
    labels: [['event_id', eventId]],
    summary: sayingOf(`${service} ${noun} ${name}`, category, message),
    description: message,
    annotations: [['arn', arn]],
    links: [givenLink('Console', event.link) ?? databaseLink(region, name, noun)],
    defaultSeverity: severity,
  } as const;
  return [awsSignal(becomes, news, context)];
}

/** RDS, unless the event's id or console says another: DMS and Redshift publish in the same form. */
function serviceOf({ eventId, link = '', type }: DatabaseEvent): string {
  const [, service = ''] =
    /^([A-Z]{2,12})-EVENT/u.exec(eventId) ?? /\.com(?:\.cn)?\/(dms|redshift)\//u.exec(link) ?? [];
  if (service !== '')
    return service === 'redshift' || service === 'REDSHIFT' ? 'Redshift' : service.toUpperCase();
  return type.startsWith('replication') ? 'DMS' : 'RDS';
}

/** By the kind of resource in an RDS ARN. */
const NOUNS: Readonly<Record<string, string>> = {
  db: 'instance',
  cluster: 'cluster',
  snapshot: 'snapshot',
  'cluster-snapshot': 'cluster snapshot',
  pg: 'parameter group',
  'cluster-pg': 'cluster parameter group',
  secgrp: 'security group',
  og: 'option group',
  'db-proxy': 'proxy',
  'global-cluster': 'global cluster',
  cev: 'custom engine version',
  deployment: 'blue/green deployment',
};

function nounOf({ arn, type }: DatabaseEvent): string {
  const kind = parseArn(arn)?.resource.split(':', 1)[0] ?? '';
  if (Object.hasOwn(NOUNS, kind)) return NOUNS[kind] ?? kind;
  const words = type.toLowerCase().replace(/[_-]/gu, ' ').replace(/^db /u, '');
  return words === 'param' ? 'parameter group' : words || 'database';
}

/** What people would say: `RDS instance db-1 failed over`. */
function sayingOf(subject: string, category: string, message: string): string {
  const text = message.trim().replace(/\.$/u, '');
  if (category === 'failover' && /complet/iu.test(text)) return `${subject} failed over`;
  if (category === 'failover' && /\bstart/iu.test(text)) return `${subject} is failing over`;
  // RDS begins with what the subject already says.
  const [, rest] =
    /^(?:the )?(?:DB|replication) (?:instance|cluster|task) (.+)$/isu.exec(text) ?? [];
  if (rest === undefined) return `${subject}: ${text}`;
  return `${subject} ${rest === 'shutdown' ? 'shut down' : rest}`;
}

function databaseLink(region: string | undefined, name: string, noun: string) {
  if (noun !== 'instance' && noun !== 'cluster') return consoleLink(region, 'rds/home', '#events:');
  const page = `#database:id=${encoded(name)};is-cluster=${noun === 'cluster'}`;
  return consoleLink(region, 'rds/home', page);
}

/** The name of what an event is about: RDS writes `rds:db-1` for the instance `db-1`. */
export function databaseName(identifier: string | undefined, arn: string | undefined): string {
  const resource = parseArn(arn)?.resource;
  if (resource !== undefined) return resource.replace(/^[^:]+:/u, '');
  return (identifier ?? '').replace(/^rds:/u, '') || arnName(arn ?? '');
}
