import { describe, expect, it } from 'vitest';
import { TOPIC } from '../support/alarms.ts';
import { ACCOUNT, arn, databaseEvent, databaseNotification } from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('an RDS event', () => {
  it('says what happened to which database', () => {
    expect(parsed(databaseEvent())).toMatchObject({
      source: 'aws-rds',
      signals: [
        {
          nature: 'occurrence',
          status: 'firing',
          defaultSeverity: 'warning',
          labels: {
            alertname: 'RDS failover',
            account: ACCOUNT,
            region: 'eu-central-1',
            resource_type: 'instance',
            resource: 'orders-1',
            event_id: 'RDS-EVENT-0049',
          },
          annotations: { summary: 'RDS instance orders-1 failed over' },
          startsAt: Date.parse('2026-03-01T09:58:59.123Z'),
        },
      ],
    });
    expect(linkOf(databaseEvent())).toBe(
      'https://console.aws.amazon.com/rds/home?region=eu-central-1#database:id=orders-1;is-cluster=false',
    );
  });

  it.each([
    ['A Multi-AZ failover has started.', 'RDS instance orders-1 is failing over'],
    ['DB instance shutdown', 'RDS instance orders-1 shut down'],
    ['The DB instance restarted.', 'RDS instance orders-1 restarted'],
    ['Storage is low.', 'RDS instance orders-1: Storage is low'],
  ])('that reads %j says %j', (Message, summary) => {
    expect(summaryOf(databaseEvent({ Message }))).toBe(summary);
  });

  it.each([
    ['cluster:shop', 'RDS DB Cluster Event', 'cluster', 'shop'],
    ['snapshot:rds:shop-2026-03-01', 'RDS DB Snapshot Event', 'snapshot', 'rds:shop-2026-03-01'],
    ['pg:tuned', 'RDS DB Parameter Group Event', 'parameter group', 'tuned'],
    ['db-proxy:prx-1', 'RDS DB Proxy Event', 'proxy', 'prx-1'],
  ])('about %s names it', (resource, type, resource_type, name) => {
    const told = databaseEvent({ SourceArn: arn('rds', resource) }, type);
    expect(signalOf(told).labels).toMatchObject({ resource_type, resource: name });
  });

  it('of several categories is as bad as the worst', () => {
    const told = databaseEvent({ EventCategories: ['notification', 'failure'], EventID: 'x' });
    expect(signalOf(told)).toMatchObject({ defaultSeverity: 'error' });
  });

  it('that storage is exhausted is critical', () => {
    const full = { EventCategories: ['low storage'], EventID: 'RDS-EVENT-0007' };
    expect(signalOf(databaseEvent(full)).defaultSeverity).toBe('critical');
  });

  it.each([
    ['RDS-EVENT-0221', 'critical'],
    ['RDS-EVENT-0222', 'error'],
  ])('%s is of low storage, though RDS calls it availability: %s', (EventID, severity) => {
    const told = databaseEvent({ EventCategories: ['availability'], EventID });
    expect(signalOf(told)).toMatchObject({
      defaultSeverity: severity,
      labels: { alertname: 'RDS low storage' },
    });
  });

  it('that replication goes on again resolves that it stopped', () => {
    const [stopped, resumed] = ['RDS-EVENT-0045', 'RDS-EVENT-0046'].map((EventID) =>
      signalOf(databaseEvent({ EventID })),
    );
    expect([stopped?.status, resumed?.status]).toEqual(['firing', 'resolved']);
    expect(resumed?.fingerprint).toBe(stopped?.fingerprint);
  });

  it('of routine work opens nothing, unless it failed', () => {
    const backup = (Message: string) =>
      parsed(databaseEvent({ EventCategories: ['backup'], EventID: 'x', Message })).signals;
    expect(backup('Finished DB Instance backup')).toEqual([]);
    expect(backup('The backup failed.')).toMatchObject([{ defaultSeverity: 'warning' }]);
  });

  it('without categories is judged by its words', () => {
    const told = (Message: string) =>
      signalOf(databaseEvent({ EventCategories: [''], EventID: 'x', Message })).labels['alertname'];
    expect(told('A failover has started.')).toBe('RDS failover');
    expect(told('Unable to start the instance.')).toBe('RDS failure');
    expect(told('Something is new.')).toBe('RDS notification');
  });
});

describe('a notification of an RDS event subscription', () => {
  it('is read like the event', () => {
    expect(parsed(databaseNotification())).toMatchObject({
      source: 'aws-rds',
      signals: [
        {
          labels: {
            alertname: 'RDS availability',
            account: ACCOUNT,
            region: 'eu-central-1',
            resource: 'orders-1',
            event_id: 'RDS-EVENT-0006',
          },
          annotations: { summary: 'RDS instance orders-1 restarted' },
          startsAt: Date.parse('2026-03-01T09:58:59.123Z'),
        },
      ],
    });
  });

  it('is the same alert as the event', () => {
    const told = databaseEvent({ EventCategories: ['availability'], EventID: 'RDS-EVENT-0006' });
    expect(signalOf(databaseNotification()).fingerprint).toBe(signalOf(told).fingerprint);
  });

  it('of a backup opens nothing', () => {
    const told = databaseNotification({
      'Event ID': 'RDS-EVENT-0002',
      'Event Message': 'Finished DB Instance backup',
    });
    expect(parsed(told)).toEqual({ source: 'aws-rds', signals: [] });
  });

  it('of maintenance is told, in whatever words', () => {
    const told = databaseNotification({
      'Event ID': 'RDS-EVENT-0026',
      'Event Message': 'Applying off-line patches to DB instance',
    });
    expect(signalOf(told).labels['alertname']).toBe('RDS maintenance');
  });

  it('may be of DMS, which puts the name into the address only', () => {
    const told = {
      'Event Source': 'replication-task',
      'Event Time': '2026-03-01 09:58:59.123',
      'Identifier Link':
        'https://console.aws.amazon.com/dms/home?region=eu-west-3#tasks:ids=copy\nx',
      'Event ID': 'http://docs.aws.amazon.com/dms/latest/userguide/E.html#DMS-EVENT-0078 ',
      'Event Message': 'Replication task has failed.',
    };
    expect(signalOf(told, { topic: TOPIC })).toMatchObject({
      defaultSeverity: 'error',
      labels: { alertname: 'DMS failure', resource: 'copy', region: 'eu-west-3', account: ACCOUNT },
      annotations: { summary: 'DMS replication task copy has failed' },
      links: [{ url: 'https://console.aws.amazon.com/dms/home?region=eu-west-3#tasks:ids=copy' }],
    });
  });

  it.each([
    ['ERROR', 'Redshift failure', 'error'],
    ['INFO', 'Redshift notification', 'info'],
  ])('may be of Redshift, which says how bad it is: %s', (Severity, alertname, severity) => {
    const told = {
      'Event Source': 'cluster',
      Resource: 'facts ',
      'Event Time': '2026-03-01 09:58:59.123 ',
      'Identifier Link':
        'https://console.aws.amazon.com/redshift/home?region=eu-west-3#cluster-details:cluster=facts ',
      Severity,
      Category: ['Monitoring'],
      'About this Event':
        'http://docs.aws.amazon.com/redshift/latest/mgmt/e.html#REDSHIFT-EVENT-3519 ',
      'Event Message': 'A hardware issue was detected.',
    };
    const signal = signalOf(told, { topic: TOPIC });
    expect(signal).toMatchObject({
      defaultSeverity: severity,
      labels: { alertname, resource: 'facts', event_id: 'REDSHIFT-EVENT-3519' },
      annotations: { summary: 'Redshift cluster facts: A hardware issue was detected' },
    });
  });
});
