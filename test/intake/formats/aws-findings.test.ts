import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  asffFinding,
  event,
  finding,
  findingsEvent,
  guardDutyEvent,
  malwareScan,
  ocsfFinding,
} from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('a GuardDuty finding', () => {
  it('says what it found, as bad as GuardDuty says', () => {
    expect(parsed(guardDutyEvent())).toMatchObject({
      source: 'aws-guardduty',
      signals: [
        {
          nature: 'occurrence',
          severity: 'error',
          labels: {
            alertname: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
            account: ACCOUNT,
            region: 'eu-central-1',
            severity: 'error',
            finding: 'f-1',
            resource_type: 'Instance',
          },
          annotations: {
            summary: 'Instance i-0ee asks for a name that belongs to a mining pool.',
            count: '4',
          },
        },
      ],
    });
    expect(linkOf(guardDutyEvent())).toMatch(/guardduty\/home\?region=eu-central-1#.*fId=f-1$/u);
  });

  it.each([
    [9.5, 'critical'],
    [7, 'error'],
    ['4.0', 'warning'],
    [2, 'info'],
    ['odd', 'warning'],
  ])('of severity %s is %s', (severity, expected) => {
    expect(signalOf(guardDutyEvent({ severity })).labels['severity']).toBe(expected);
  });

  it('of no type is told as an event nobody knows', () => {
    expect(signalOf(guardDutyEvent({ type: '' })).labels['alertname']).toBe('GuardDuty Finding');
  });

  it('is the same without its event', () => {
    expect(parsed(finding()).source).toBe('aws-guardduty');
    expect(signalOf(finding()).fingerprint).toBe(signalOf(guardDutyEvent()).fingerprint);
  });
});

describe('a malware scan', () => {
  it('tells what is in which object', () => {
    expect(signalOf(malwareScan())).toMatchObject({
      source: 'aws-guardduty',
      defaultSeverity: 'error',
      labels: { alertname: 'Malware found', bucket: 'uploads', key: 'in/cv.pdf' },
      annotations: { summary: 'Malware in in/cv.pdf in S3 bucket uploads: Eicar-Test' },
    });
  });

  it('that could not be done says so, and a clean object opens nothing', () => {
    expect(summaryOf(malwareScan('ACCESS_DENIED'))).toBe(
      'in/cv.pdf in S3 bucket uploads could not be scanned for malware: access denied',
    );
    expect(parsed(malwareScan('NO_THREATS_FOUND')).signals).toEqual([]);
  });
});

describe('a Security Hub finding', () => {
  it('fires, as bad as its label', () => {
    expect(parsed(findingsEvent([asffFinding()]))).toMatchObject({
      source: 'aws-securityhub',
      signals: [
        {
          nature: 'state',
          status: 'firing',
          severity: 'error',
          labels: {
            alertname: 'S3.8 Buckets should block public access',
            account: ACCOUNT,
            region: 'eu-central-1',
            product: 'Security Hub',
            resource: 'arn:aws:s3:::shop-exports',
          },
          annotations: {
            summary: 'S3.8 Buckets should block public access: shop-exports',
            resolution: 'Block it.',
          },
          links: [{ title: 'Console' }, { url: 'https://docs.aws.amazon.com/s3-8' }],
        },
      ],
    });
  });

  it.each([
    { Compliance: { Status: 'PASSED' } },
    { Workflow: { Status: 'RESOLVED' } },
    { Workflow: { Status: 'SUPPRESSED' } },
    { RecordState: 'ARCHIVED' },
  ])('is resolved by %j', (changes) => {
    const over = signalOf(findingsEvent([asffFinding(changes)]));
    expect(over.status).toBe('resolved');
    expect(over.fingerprint).toBe(signalOf(findingsEvent([asffFinding()])).fingerprint);
  });

  it.each([
    [{ Label: 'INFORMATIONAL' }, 'info'],
    [{ Label: 'LOW' }, 'info'],
    [{ Label: 'MEDIUM' }, 'warning'],
    [{ Normalized: 95 }, 'critical'],
    [{ Normalized: 70 }, 'error'],
    [{ Normalized: 40 }, 'warning'],
    [{ Normalized: 1 }, 'info'],
    [null, 'warning'],
  ])('of severity %j is %s', (Severity, expected) => {
    expect(signalOf(findingsEvent([asffFinding({ Severity })])).labels['severity']).toBe(expected);
  });

  it('in the newer format is read alike', () => {
    expect(signalOf(findingsEvent([ocsfFinding()], 2))).toMatchObject({
      status: 'firing',
      severity: 'critical',
      labels: { alertname: 'Bucket is public', account: ACCOUNT, region: 'eu-central-1' },
      annotations: { summary: 'Bucket is public: shop-exports', description: 'It is.' },
    });
    const status = (changes: object) => signalOf(findingsEvent([ocsfFinding(changes)], 2)).status;
    expect(status({ compliance: { status: 'Pass' } })).toBe('resolved');
    expect(status({ status: 'Resolved' })).toBe('resolved');
    const fatal = ocsfFinding({ severity: undefined, severity_id: 6 });
    expect(signalOf(findingsEvent([fatal], 2)).severity).toBe('critical');
  });

  it('without a title is still one', () => {
    expect(signalOf(findingsEvent([asffFinding({ Title: '' })])).labels['alertname']).toBe(
      'Security Hub finding',
    );
  });

  it('among several has an id of its own', () => {
    const two = findingsEvent([asffFinding(), asffFinding({ Id: 'other' })]);
    expect(parsed(two).signals.map(({ id }) => id)).toEqual(['m-1/0', 'm-1/1']);
  });

  it('is not what insight results are: those are told as information', () => {
    const insight = event('aws.securityhub', 'Security Hub Insight Results', { insightName: 'x' });
    expect(signalOf(insight)).toMatchObject({
      source: 'aws-securityhub',
      defaultSeverity: 'info',
    });
  });
});
