import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/alert/fingerprint.ts';
import { parseMessage } from '../../../src/intake/parse.ts';
import { CONTEXT, TOPIC } from '../support/alarms.ts';

function parse(message: unknown, context: object = {}) {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return parseMessage(text, { ...CONTEXT, ...context });
}

describe('our plain JSON', () => {
  it('needs only an alertname', () => {
    const { source, signals } = parse({ alerts: [{ labels: { alertname: 'backup' } }] });
    expect(source).toBe('tocsin');
    expect(signals).toEqual([
      {
        id: 'm-1',
        source: 'tocsin',
        nature: 'state',
        status: 'firing',
        fingerprint: fingerprint({ alertname: 'backup' }),
        labels: { alertname: 'backup', severity: 'warning' },
        annotations: {},
        links: [],
        defaultSeverity: 'warning',
        startsAt: CONTEXT.sentAt,
        changedAt: CONTEXT.sentAt,
        resends: false,
      },
    ]);
  });

  it('carries everything that cli.md documents', () => {
    const { signals } = parse({
      alerts: [
        {
          status: 'resolved',
          labels: { alertname: 'backup', severity: 'PAGE', host: 'db-1', shard: 3 },
          annotations: { summary: 'Backup failed', runbook: 'https://rb.example.com/backup' },
          startsAt: '2026-03-01T09:00:00Z',
          endsAt: '2026-03-01T09:30:00+00:00',
          value: 12.5,
          threshold: 10,
          links: [
            { title: 'Log', url: 'https://logs.example.com/1' },
            { title: 'Trap', url: 'javascript:alert(1)' },
          ],
          resends: true,
        },
      ],
    });
    expect(signals[0]).toMatchObject({
      status: 'resolved',
      severity: 'critical',
      labels: { alertname: 'backup', severity: 'critical', host: 'db-1', shard: '3' },
      annotations: { summary: 'Backup failed', runbook: 'https://rb.example.com/backup' },
      startsAt: Date.parse('2026-03-01T09:00:00Z'),
      endsAt: Date.parse('2026-03-01T09:30:00Z'),
      value: 12.5,
      threshold: 10,
      links: [
        { title: 'Log', url: 'https://logs.example.com/1' },
        { title: 'Runbook', url: 'https://rb.example.com/backup' },
      ],
      resends: true,
    });
  });

  it('takes times as seconds since the start of the clock, too', () => {
    const { signals } = parse(
      { alerts: [{ labels: { alertname: 'a' }, startsAt: 1.5 }] },
      { receivedAt: 2000, sentAt: 2000 },
    );
    expect(signals[0]?.startsAt).toBe(1500);
  });

  it('numbers the alerts of one message', () => {
    const alerts = ['a', 'b'].map((alertname) => ({ labels: { alertname } }));
    expect(parse({ alerts }).signals.map(({ id }) => id)).toEqual(['m-1/0', 'm-1/1']);
  });

  it('is resolved without saying so when its end is past, but Go’s zero time is no end', () => {
    const status = (endsAt: string) =>
      parse({ alerts: [{ labels: { alertname: 'a' }, endsAt }] }).signals[0]?.status;
    expect(status('2026-03-01T09:00:00Z')).toBe('resolved');
    expect(status('2026-03-01T11:00:00Z')).toBe('firing');
    expect(status('0001-01-01T00:00:00Z')).toBe('firing');
  });

  it('orders what it says by when it was sent, for a program repeats its first start', () => {
    const { signals } = parse({
      alerts: [{ labels: { alertname: 'a' }, startsAt: '2026-03-01T08:00:00Z' }],
    });
    expect(signals[0]?.changedAt).toBe(CONTEXT.sentAt);
  });

  it.each([
    ['no alertname', { alerts: [{ labels: { job: 'x' } }] }],
    ['an unknown status', { alerts: [{ status: 'odd', labels: { alertname: 'a' } }] }],
    ['nothing in it', { alerts: [] }],
    ['too many', { alerts: Array.from({ length: 1001 }, () => ({ labels: { alertname: 'a' } })) }],
  ])('from a topic becomes a text when there is %s', (_, message) => {
    expect(parse(message)).toMatchObject({ source: 'text', signals: [{ status: 'firing' }] });
  });

  it('is not what Alertmanager sends, although that has alerts, too', () => {
    const { source, signals } = parse({
      version: '4',
      groupKey: '{}:{}',
      alerts: [
        { labels: { alertname: 'x' }, annotations: { summary: 'Instance down' }, status: 'firing' },
      ],
    });
    expect(source).toBe('alertmanager');
    expect(signals[0]?.annotations.summary).toBe('Instance down');
  });
});

describe('a text', () => {
  it('becomes an occurrence with the text in it, which ends after an hour', () => {
    const { source, signals } = parse('Disk is full on db-1.\nSecond line.', { topic: TOPIC });
    expect(source).toBe('text');
    expect(signals).toMatchObject([
      {
        nature: 'occurrence',
        status: 'firing',
        labels: {
          alertname: 'Disk is full on db-1. Second line.',
          account: '222233334444',
          region: 'eu-central-1',
          topic: 'pages',
          severity: 'warning',
        },
        annotations: { description: 'Disk is full on db-1.\nSecond line.' },
        startsAt: CONTEXT.sentAt,
        endsAt: CONTEXT.receivedAt + 3_600_000,
      },
    ]);
  });

  it('is the same alert when it comes again, and another one from another topic', () => {
    const print = (text: string, topic: string) => parse(text, { topic }).signals[0]?.fingerprint;
    expect(print('same', TOPIC)).toBe(print('same', TOPIC));
    expect(print('same', TOPIC)).not.toBe(print('other', TOPIC));
    expect(print('same', TOPIC)).not.toBe(print('same', `${TOPIC}-2`));
  });

  it('is named by its subject', () => {
    expect(parse('long text', { subject: 'Budget alert' }).signals[0]?.labels['alertname']).toBe(
      'Budget alert',
    );
  });

  it('has a name of a hundred characters at most, cut between words', () => {
    const name = parse('lorem ipsum '.repeat(50)).signals[0]?.labels['alertname'] ?? '';
    expect(name.length).toBeLessThanOrEqual(100);
    expect(name).toMatch(/(?:lorem|ipsum)…$/u);
  });

  it.each(['', '   ', '42', 'null', '"quoted"', '{"a":', '[]', '{}'])(
    'can be anything: %j',
    (text) => {
      const { source, signals } = parse(text);
      expect(source).toBe('text');
      expect(signals[0]?.labels['alertname']).not.toBe('');
    },
  );

  it('may say how bad it is', () => {
    expect(parse('severity=critical: all is lost').signals[0]?.severity).toBe('critical');
  });

  it('that is JSON nobody knows is summed up by what it says', () => {
    const summary = (json: object) => parse(json).signals[0]?.annotations.summary;
    expect(summary({ id: 1, 'Event Message': 'Task stopped.' })).toBe('Task stopped.');
    expect(summary({ id: 1, nested: { error: 'No space' } })).toBe('No space');
    expect(summary({ id: 1, nested: { size: 7 } })).toBe('id: 1, nested.size: 7');
    expect(summary([{ message: 'first' }, { message: 'second' }])).toBe('first');
    expect(summary(['Disk full on db-1', 7])).toBe('Disk full on db-1, 7');
  });

  it('that is JSON nested beyond what is looked at is told from others of its kind', () => {
    const nested = (word: string) => parse([[[[[word]]]]]).signals[0];
    expect(nested('No space')?.annotations.summary).toBe('[[[[["No space"]]]]]');
    expect(nested('No space')?.fingerprint).not.toBe(nested('No network')?.fingerprint);
  });

  it.each(['Notification from AWS Backup', 'AWS Notification Message', 'ElastiCache Notification'])(
    'is named by its words when its subject only says who notifies: %s',
    (subject) => {
      const [done, failed] = ['A job was completed.', 'A job failed.'].map(
        (text) => parse(text, { subject, topic: TOPIC }).signals[0],
      );
      expect(failed?.labels['alertname']).toBe('A job failed.');
      expect(failed?.fingerprint).not.toBe(done?.fingerprint);
    },
  );

  it.each(['AWS prod: disk full on db-1 notification', 'Notification from db-1: disk full'])(
    'is named by its subject when that says what happened: %s',
    (subject) => {
      expect(parse('12 GB', { subject }).signals[0]?.labels['alertname']).toBe(subject);
    },
  );

  it('that is JSON with no words in it is summed up by a subject that speaks of it', () => {
    const rule = {
      resourceId: 'uploads',
      newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
    };
    const summary = (subject: string) => parse(rule, { subject }).signals[0]?.annotations.summary;
    expect(summary('Bucket uploads is NON_COMPLIANT')).toBe('Bucket uploads is NON_COMPLIANT');
    expect(summary('A notification')).toMatch(/^resourceId: uploads, /u);
  });

  it('that Elastic Beanstalk mails is summed up by its message and the environment', () => {
    const mail =
      'Timestamp: Sun Mar 01 09:59:00 UTC 2026\nMessage: Health went from Ok to Severe. \n\n' +
      'Environment: shop-prod\nApplication: shop\n\nRequestId: 7\n';
    const [signal] = parse(mail).signals;
    expect(signal?.annotations).toMatchObject({
      summary: 'shop-prod: Health went from Ok to Severe.',
      description: mail.trim(),
    });
  });

  it('is what JSON becomes that is nested too deep', () => {
    const deep = `${'['.repeat(65)}${']'.repeat(65)}`;
    expect(parse(deep).source).toBe('text');
    expect(parse(`${'{"a":'.repeat(100_000)}1`).source).toBe('text');
  });
});

describe('an EventBridge event nobody else knows', () => {
  const event = (changes: object = {}) => ({
    version: '0',
    'detail-type': 'ECR Image Scan',
    source: 'aws.ecr',
    account: '222233334444',
    time: '2026-03-01T09:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:ecr:eu-central-1:222233334444:repository/shop'],
    detail: { 'scan-status': 'COMPLETE' },
    ...changes,
  });

  it('is information: what happened to what', () => {
    const { source, signals } = parse(event());
    expect(source).toBe('eventbridge');
    expect(signals).toMatchObject([
      {
        nature: 'occurrence',
        defaultSeverity: 'info',
        labels: {
          alertname: 'ECR Image Scan',
          account: '222233334444',
          region: 'eu-central-1',
          severity: 'info',
          resource: 'shop',
        },
        annotations: { summary: 'ECR Image Scan: shop, COMPLETE' },
        startsAt: Date.parse('2026-03-01T09:00:00Z'),
      },
    ]);
  });

  it('that comes late lasts an hour from then, so that it is told at all', () => {
    const [signal] = parse(event()).signals;
    expect(signal?.endsAt).toBe(CONTEXT.receivedAt + 3_600_000);
  });

  it('about another resource is another alert', () => {
    const [a] = parse(event()).signals;
    const [b] = parse(event({ resources: ['arn:aws:ecr:eu-central-1:1:repository/x'] })).signals;
    expect(a?.fingerprint).not.toBe(b?.fingerprint);
  });

  it('opens nothing when it only says that an alarm was configured', () => {
    const change = event({ 'detail-type': 'CloudWatch Alarm Configuration Change' });
    expect(parse(change)).toEqual({ source: 'eventbridge', signals: [] });
  });
});

it('can not pass for a text that came through SNS, whatever labels a program posts', () => {
  const topic = 'arn:aws:sns:us-east-1:111122223333:alarms';
  const [told] = parseMessage('the backup failed', { ...CONTEXT, topic }).signals;
  const labels = { alertname: 'the backup failed', topic };
  const [posted] = parseMessage(JSON.stringify({ alerts: [{ labels }] }), CONTEXT).signals;
  expect(posted?.fingerprint).not.toBe(told?.fingerprint);
});
