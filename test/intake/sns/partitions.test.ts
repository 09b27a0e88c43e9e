import { describe, expect, it } from 'vitest';
import { snsHostOfTopic, snsUrl } from '../../../src/intake/sns/partitions.ts';
import { TOPIC } from '../support/alarms.ts';

describe('the SNS host of a topic', () => {
  it.each([
    ['arn:aws:sns:us-east-1:111122223333:t', 'sns.us-east-1.amazonaws.com'],
    ['arn:aws:sns:ap-southeast-7:111122223333:t', 'sns.ap-southeast-7.amazonaws.com'],
    ['arn:aws-cn:sns:cn-north-1:111122223333:t', 'sns.cn-north-1.amazonaws.com.cn'],
    ['arn:aws-us-gov:sns:us-gov-west-1:111122223333:t', 'sns.us-gov-west-1.amazonaws.com'],
    ['arn:aws-eusc:sns:eusc-de-east-1:111122223333:t', 'sns.eusc-de-east-1.amazonaws.eu'],
  ])('of %s is %s', (topic, host) => {
    expect(snsHostOfTopic(topic)).toBe(host);
  });

  it.each([
    'arn:aws:sns:cn-north-1:111122223333:t',
    'arn:aws-cn:sns:us-east-1:111122223333:t',
    'arn:aws:sns:us-iso-east-1:111122223333:t',
    'arn:aws:sns:eusc-de-east-1:111122223333:t',
    'arn:aws-eusc:sns:eu-central-1:111122223333:t',
    'arn:aws:sns:evil.com/:111122223333:t',
    'arn:aws:sns:us-east-1.evil.com#-1:111122223333:t',
    'arn:aws:sns::111122223333:t',
    'arn:aws:sqs:us-east-1:111122223333:t',
    'arn:aws:sns:us-east-1:me:t',
    'arn:evil:sns:us-east-1:111122223333:t',
    'topic',
    '',
  ])('is unknown for %j', (topic) => {
    expect(snsHostOfTopic(topic)).toBeUndefined();
  });
});

describe('a URL on it', () => {
  it('may be on it and nowhere else', () => {
    expect(snsUrl('https://sns.eu-central-1.amazonaws.com/x', TOPIC)).toHaveProperty('url');
    expect(snsUrl('https://sns.eu-central-1.amazonaws.com:443/x', TOPIC)).toHaveProperty('url');
  });

  it.each(foreignUrls('/x'))('is refused as %s', (text) => {
    expect(snsUrl(text, TOPIC)).toHaveProperty('why');
  });
});

/** Ways to look like SNS's host for the topic in eu-central-1 and not be it. */
function foreignUrls(path: string): readonly string[] {
  return [
    `http://sns.eu-central-1.amazonaws.com${path}`,
    `https://sns.us-east-1.amazonaws.com${path}`,
    `https://sns.eu-central-1.amazonaws.com.evil.com${path}`,
    `https://sns.eu-central-1.amazonaws.com.cn${path}`,
    `https://evil.com/sns.eu-central-1.amazonaws.com${path}`,
    `https://sns.eu-central-1.amazonaws.com@evil.com${path}`,
    `https://me:secret@sns.eu-central-1.amazonaws.com${path}`,
    `https://sns.eu-central-1.amazonaws.com:8443${path}`,
    `https://xsns.eu-central-1.amazonaws.com${path}`,
    `https://sns.eu-central-1.amazonaws.com%2f@evil.com${path}`,
    `https://127.0.0.1${path}`,
    'file:///etc/passwd',
    'nonsense',
  ];
}
