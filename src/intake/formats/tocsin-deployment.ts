import { z } from 'zod';
import { DEPLOYMENT_STATES, type DeploymentState } from '../../alert/deployment-state.ts';
import { fingerprint } from '../../alert/fingerprint.ts';
import { readSeverity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { boundedAnnotations, boundedLabels } from '../bounds.ts';
import { anyText, anyTexts } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { MessageContext } from './format.ts';
import { anyLinks } from './links.ts';

const EXAMPLE =
  '{"deployments": [{"name": "orders-api", "version": "v41", "status": "succeeded"}]}';
const MAX_DEPLOYMENTS = 100;

const deploymentSchema = z.object({
  name: z
    .string({ error: `must be a text: ${EXAMPLE}` })
    .trim()
    .min(1, { error: `must not be empty: ${EXAMPLE}` }),
  status: z.enum(DEPLOYMENT_STATES, {
    error: `must be one of ${DEPLOYMENT_STATES.map((one) => `"${one}"`).join(', ')}`,
  }),
  version: anyText,
  id: anyText,
  at: z.unknown().optional().transform(parseTime),
  summary: anyText,
  labels: anyTexts,
  links: anyLinks,
});

/** The deployments of a message of ours: `{"deployments": [{"name": "…", "status": "…"}]}`. */
export const deploymentsSchema = z
  .array(deploymentSchema, { error: `must be a list: ${EXAMPLE}` })
  .max(MAX_DEPLOYMENTS, { error: `may hold at most ${MAX_DEPLOYMENTS}; send several messages` })
  .default([]);

export type ToldDeployment = z.infer<typeof deploymentSchema>;

const WORDS: Readonly<Record<DeploymentState, string>> = {
  running: 'is being deployed',
  succeeded: 'was deployed',
  failed: 'failed to deploy',
  stopped: 'was stopped while it was deployed',
};

/**
 * The signal of a deployment that a program told of: its failure, which the next success of the same name and
 * labels resolves, whatever its version.
 *
 * @param id of the signal
 */
export function deploymentSignal(
  told: ToldDeployment,
  id: string,
  context: MessageContext,
): Signal {
  const { name, status, version, links } = told;
  const at = told.at ?? context.sentAt;
  const alertname = 'Deployment failed';
  const given = Object.fromEntries(told.labels.filter(([label]) => label !== '__proto__'));
  const { severity: word, ...rest } = given;
  const said = readSeverity(word);
  const defaultSeverity = 'warning';
  const what = [name, version].filter((one) => one !== undefined && one !== '').join(' ');
  const deploymentId = told.id ?? (version === undefined ? undefined : what);
  return {
    id,
    source: 'tocsin',
    nature: 'state',
    status: status === 'failed' ? 'firing' : 'resolved',
    fingerprint: fingerprint({ ...rest, alertname, name }),
    labels: boundedLabels([
      ['alertname', alertname],
      ['severity', said.severity ?? defaultSeverity],
      ['name', name],
      ['version', version],
      ...Object.entries(rest),
    ]),
    annotations: boundedAnnotations([['summary', told.summary ?? `${what} ${WORDS[status]}`]]),
    links,
    ...said,
    defaultSeverity,
    startsAt: at,
    ...(status === 'failed' ? {} : { endsAt: at }),
    changedAt: at,
    deployment: status,
    ...(deploymentId !== undefined && { deploymentId }),
    resends: false,
  };
}
