import { describe, expect, it } from 'vitest';
import { ACCOUNT, healthEvent } from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('an AWS Health issue', () => {
  it('fires while it is open, and says where and what it touches', () => {
    expect(parsed(healthEvent())).toMatchObject({
      source: 'aws-health',
      signals: [
        {
          status: 'firing',
          nature: 'state',
          defaultSeverity: 'warning',
          labels: {
            alertname: 'EC2 operational issue',
            account: ACCOUNT,
            region: 'eu-central-1',
            event_type: 'AWS_EC2_OPERATIONAL_ISSUE',
            service: 'EC2',
          },
          annotations: {
            summary: 'EC2 operational issue in eu-central-1: i-0aa, i-0bb',
            description: 'Instances may be slow.\n\nWe look into it.',
          },
          startsAt: Date.parse('2026-03-01T09:30:00Z'),
          changedAt: Date.parse('2026-03-01T09:59:00Z'),
        },
      ],
    });
  });

  it('is resolved when AWS closes it', () => {
    const [open, closed] = [
      signalOf(healthEvent()),
      signalOf(healthEvent({ statusCode: 'closed' })),
    ];
    expect(closed.status).toBe('resolved');
    expect(closed.fingerprint).toBe(open.fingerprint);
    expect(closed.annotations.summary).toMatch(/is over/u);
  });

  it('is one alert although AWS tells it in a second region and to the organisation', () => {
    const elsewhere = healthEvent({}, { region: 'us-west-2', account: '999988887777' });
    expect(signalOf(elsewhere).fingerprint).toBe(signalOf(healthEvent()).fingerprint);
    expect(signalOf(elsewhere).labels).toMatchObject({ account: ACCOUNT, region: 'eu-central-1' });
  });

  it('without a status is an occurrence when it tells its end, for nothing would close it', () => {
    const ended = { statusCode: undefined, endTime: 'Sun, 01 Mar 2026 09:50:00 GMT' };
    expect(signalOf(healthEvent(ended))).toMatchObject({ nature: 'occurrence', status: 'firing' });
    expect(summaryOf(healthEvent(ended))).toMatch(/over since 2026-03-01 09:50 UTC/u);
    expect(signalOf(healthEvent({ statusCode: undefined })).nature).toBe('state');
  });

  it('links to the console of its partition', () => {
    expect(linkOf(healthEvent())).toMatch(
      /^https:\/\/console\.aws\.amazon\.com\/health\/home\?region=eu-central-1#/u,
    );
    const china = healthEvent({ eventRegion: 'cn-north-1' });
    expect(linkOf(china)).toMatch(/^https:\/\/console\.amazonaws\.cn\//u);
    const global = { eventRegion: 'global', eventArn: 'arn:aws-us-gov:health:global::event/x' };
    expect(linkOf(healthEvent(global))).toMatch(
      /^https:\/\/console\.amazonaws-us-gov\.com\/.*region=us-gov-west-1/u,
    );
  });
});

describe('other news of AWS Health', () => {
  it('is information, unless it asks for something to be done', () => {
    const change = (changes: object) =>
      signalOf(healthEvent({ eventTypeCategory: 'scheduledChange', ...changes }));
    expect(change({})).toMatchObject({ nature: 'occurrence', defaultSeverity: 'info' });
    expect(change({ actionability: 'ACTION_REQUIRED' }).defaultSeverity).toBe('warning');
  });

  it('says when a change is to begin', () => {
    const change = {
      eventTypeCategory: 'scheduledChange',
      eventTypeCode: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED',
      statusCode: 'upcoming',
      startTime: 'Sat, 14 Mar 2026 08:00:00 GMT',
      affectedEntities: [{ entityValue: 'i-0aa' }],
    };
    expect(summaryOf(healthEvent(change))).toBe(
      'EC2 instance retirement scheduled in eu-central-1, from 2026-03-14 08:00 UTC: i-0aa',
    );
  });

  it('is named in words that people use', () => {
    const name = (service: string, eventTypeCode: string) =>
      signalOf(healthEvent({ service, eventTypeCode })).labels['alertname'];
    expect(name('LAMBDA', 'AWS_LAMBDA_API_ISSUE')).toBe('Lambda API issue');
    expect(name('ABUSE', 'AWS_ABUSE_DOS_REPORT')).toBe('Abuse report: DOS');
    expect(name('MULTIPLE_SERVICES', 'AWS_MULTIPLE_SERVICES_OPERATIONAL_ISSUE')).toBe(
      'Multiple services operational issue',
    );
    expect(name('RISK', 'AWS_RISK_CREDENTIALS_EXPOSED')).toBe('Security risk: credentials exposed');
    expect(name('S', 'AWS_SES_ISSUE')).toBe('S SES issue');
    expect(name('NEW', 'AWS_OTHER_THING')).toBe('NEW other thing');
  });

  it('that is not readable is told as an event nobody knows', () => {
    const odd = signalOf(healthEvent({ eventTypeCode: 7 }));
    expect(odd).toMatchObject({ source: 'aws-health', labels: { alertname: 'AWS Health Event' } });
  });
});
