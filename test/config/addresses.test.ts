import { expect, test } from 'vitest';
import {
  checkRegion,
  checkRoleArn,
  checkTopicArn,
  parseListen,
  regionOfQueue,
} from '../../src/config/schema/addresses.ts';

test.each([
  ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  [':8080', { host: '0.0.0.0', port: 8080 }],
  ['[::1]:8080', { host: '::1', port: 8080 }],
])('%s is an address to listen on', (text, expected) => {
  expect(parseListen(text)).toEqual(expected);
});

test.each(['', '127.0.0.1', '::1:8080', '127.0.0.1:http', 'http://127.0.0.1:80'])(
  '%j is not host:port',
  (text) => {
    expect(() => parseListen(text)).toThrow('is not host:port');
  },
);

test.each([
  'arn:aws:sns:us-east-1:111122223333:a',
  'arn:aws-cn:sns:cn-north-1:111122223333:a_b-c.fifo',
  'arn:aws-us-gov:sns:us-gov-west-1:111122223333:a',
  'arn:aws-eusc:sns:eusc-de-east-1:111122223333:a',
])('%s is the ARN of a topic', (arn) => {
  expect(() => checkTopicArn(arn)).not.toThrow();
});

test.each([
  ['topic', 'is not the ARN of an SNS topic'],
  ['arn:aws:sns:us-east-1:111122223333:a:8f1c', 'is the ARN of a subscription, not of a topic'],
  [
    'arn:aws-xx:sns:us-east-1:111122223333:a',
    'is not in a partition of AWS (aws, aws-cn, aws-us-gov, aws-eusc)',
  ],
  ['arn:aws:sns::111122223333:a', 'has no region'],
  ['arn:aws:sns:us-east-1:111122223333:a b', 'has no topic name'],
])('%s %s', (arn, message) => {
  expect(() => checkTopicArn(arn)).toThrow(`"${arn}" ${message}`);
});

test.each(['us-east-1', 'cn-northwest-1', 'us-gov-west-1', 'eusc-de-east-1'])(
  '%s is a region',
  (text) => {
    expect(() => checkRegion(text)).not.toThrow();
  },
);

test.each(['', 'Virginia', 'us-east', 'us-east-1a'])('%j is not a region', (text) => {
  expect(() => checkRegion(text)).toThrow('is not a region of AWS');
});

test.each([
  'arn:aws:iam::111122223333:role/tocsin',
  'arn:aws-us-gov:iam::111122223333:role/team/tocsin-read@x',
  'arn:aws-eusc:iam::111122223333:role/tocsin',
])('%s is the ARN of a role', (arn) => {
  expect(() => checkRoleArn(arn)).not.toThrow();
});

test.each(['tocsin', 'arn:aws:iam::111122223333:user/tocsin', 'arn:aws:iam::1:role/tocsin'])(
  '%j is not the ARN of a role',
  (text) => {
    expect(() => checkRoleArn(text)).toThrow('is not the ARN of a role');
  },
);
test.each([
  ['https://sqs.eu-central-1.amazonaws.com/111122223333/q', 'eu-central-1'],
  ['https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q', 'cn-north-1'],
  ['https://sqs-fips.us-gov-west-1.amazonaws.com/111122223333/q', 'us-gov-west-1'],
  ['https://sqs.eusc-de-east-1.amazonaws.eu/111122223333/q', 'eusc-de-east-1'],
  ['https://sqs.us-east-2.api.aws/111122223333/q', 'us-east-2'],
  ['https://vpce-0a1b-2c3d.sqs.us-west-2.vpce.amazonaws.com/111122223333/q', 'us-west-2'],
  ['https://us-west-1.queue.amazonaws.com/111122223333/q', 'us-west-1'],
  ['https://queue.amazonaws.com/111122223333/q', 'us-east-1'],
  ['http://127.0.0.1:9324/111122223333/q', undefined],
])('the region of the queue at %s is %s', (url, region) => {
  expect(regionOfQueue(url)).toBe(region);
});
