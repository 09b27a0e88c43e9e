import { expect, test } from 'vitest';
import { stopProgress } from '../../../src/runbooks/actions/codedeploy/progress.ts';

const T0 = Date.parse('2026-10-01T06:00:00Z');
const MINUTE = 60_000;

test('CodeDeploy gets two minutes to begin to go back from what was stopped', () => {
  const stopped = { deploymentId: 'd-3', status: 'Stopped', completeTime: new Date(T0) } as const;
  const after = (minutes: number) => stopProgress(stopped, undefined, T0 + minutes * MINUTE).state;
  expect(after(1.9)).toBe('running');
  expect(after(2)).toBe('failed');
  const stopping = { deploymentId: 'd-3', status: 'InProgress' } as const;
  expect(stopProgress(stopping, undefined, T0)).toEqual({
    state: 'running',
    what: 'd-3 is being stopped.',
  });
});
