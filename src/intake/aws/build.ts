import type { Link } from '../../alert/signal.ts';
import { anyList, anyRecord, anyText, anyTextList } from '../leniency.ts';
import { givenLink } from './console.ts';

const buildSchema = anyRecord({
  'additional-information': anyRecord({
    logs: anyRecord({ 'deep-link': anyText }),
    phases: anyList(
      anyRecord({
        'phase-type': anyText,
        'phase-status': anyText,
        'phase-context': anyTextList,
      }),
    ),
  }),
});

/**
 * Where and why a build failed: ` in phase BUILD: exit status 2`.
 * Source: AWS CodeBuild User Guide, "Build notifications input format reference".
 */
export function buildFailure(detail: unknown): string {
  const { phases } = buildSchema.parse(detail)['additional-information'];
  const failed = phases.find(({ 'phase-status': status }) =>
    ['FAILED', 'FAULT', 'TIMED_OUT', 'CLIENT_ERROR'].includes(status ?? ''),
  );
  if (failed?.['phase-type'] === undefined) return '';
  // CodeBuild ends what says nothing with a bare colon: `: `.
  const words = failed['phase-context'].find((context) => /\w/u.test(context));
  return ` in phase ${failed['phase-type']}${words === undefined ? '' : `: ${words.trim()}`}`;
}

/** The build's log in CloudWatch. */
export function buildLogs(detail: unknown): readonly (Link | undefined)[] {
  const { logs } = buildSchema.parse(detail)['additional-information'];
  return [givenLink('Logs', logs['deep-link'])];
}
