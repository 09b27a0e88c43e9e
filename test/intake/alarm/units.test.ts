import { describe, expect, it } from 'vitest';
import { spanText, unitSign } from '../../../src/intake/alarm/units.ts';

describe('the unit of a metric', () => {
  it.each([
    ['Percent', 'Mine', 'x', '%'],
    [undefined, 'AWS/Lambda', 'Duration', 'ms'],
    [undefined, 'AWS/ElastiCache', 'FreeableMemory', 'B'],
    [undefined, 'AWS/ES', 'FreeStorageSpace', 'MB'],
    [undefined, 'AWS/RDS', 'ReadThroughput', 'B/s'],
    [undefined, '/aws/sagemaker/Endpoints', 'MemoryUtilization', '%'],
    [undefined, 'AWS/Billing', 'EstimatedCharges', 'USD'],
    ['Count', 'AWS/Lambda', 'Errors', undefined],
    [undefined, 'Mine', 'x', undefined],
    ['constructor', undefined, undefined, undefined],
  ])('%s of %s %s is %s', (unit, namespace, metric, sign) => {
    expect(unitSign(unit, namespace, metric)).toBe(sign);
  });
});

describe('a span of time', () => {
  it.each([
    [10, '10 s'],
    [90, '90 s'],
    [60, '1 min'],
    [300, '5 min'],
    [7200, '2 h'],
    [86_400, '1 day'],
    [172_800, '2 days'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(spanText(seconds)).toBe(text);
  });
});
