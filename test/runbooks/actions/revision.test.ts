import { expect, test } from 'vitest';
import { revisionText } from '../../../src/runbooks/actions/codedeploy/revision.ts';

test('a revision is told by where it is, or by what its AppSpec says', () => {
  const s3Location = { bucket: 'releases', key: 'shop.zip', bundleType: 'zip' } as const;
  expect(revisionText({ s3Location })).toBe('s3://releases/shop.zip');
  expect(revisionText({ s3Location: { ...s3Location, version: 'v7' } })).toBe(
    's3://releases/shop.zip (v7)',
  );
  const gitHubLocation = { repository: 'shop/orders', commitId: '0123456789abcdef' };
  expect(revisionText({ gitHubLocation })).toBe('shop/orders at 0123456789ab');
  const one = revisionText({ appSpecContent: { content: 'version: 0.0' } });
  expect(one).toMatch(/^the AppSpec [\da-f]{12}$/u);
  expect(revisionText({ appSpecContent: { content: 'version: 0.1' } })).not.toBe(one);
});
