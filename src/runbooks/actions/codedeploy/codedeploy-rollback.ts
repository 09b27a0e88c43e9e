import {
  CreateDeploymentCommand,
  StopDeploymentCommand,
  type CodeDeployClient,
} from '@aws-sdk/client-codedeploy';
import { z } from 'zod';
import { Mistake, quoted } from '../../../config/mistake.ts';
import { checked, flag, named } from '../../../config/schema/fields.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem, type Absent, type ActionOf, type Done, type Outcome } from '../action.ts';
import { failureOf } from '../aws/aws-failure.ts';
import { canonicalJson } from '../aws/canonical-json.ts';
import { PassingProblem, placeFields, placeText, type Place } from '../aws/place.ts';
import { ONCE } from '../aws/replacing.ts';
import { readingDeployments } from './deployments.ts';
import { planned, wasSchema, type Was } from './plan.ts';
import { deploymentProgress, stopProgress } from './progress.ts';
import { groupName, shown } from './shown.ts';

const schema = z.strictObject({
  application: named('shop'),
  deployment_group: named('production'),
  /** A deployment that succeeded; without it the last one before with another revision. */
  deployment_id: checked((text) => {
    if (/^d-[A-Z0-9]{1,30}$/u.test(text)) return;
    throw new Mistake(`${quoted(text)} is no deployment`, 'write its id, such as d-A1B2C3D4E');
  }).optional(),
  /** CodeDeploy stops a deployment while an alarm of its group is on; by default this one, too. */
  ignore_alarms: flag().default(false),
  ...placeFields,
});

type Params = z.output<typeof schema>;

const TIMEOUT = 30_000;
const ASK_AGAIN = 'Ask again, to see what there is now.';
/** Stands before the id of a deployment that is stopped, in the handle of the run. */
const STOPPED = 'stopped ';

/**
 * Deploys again what a group of CodeDeploy ran before, or stops what is under way so that CodeDeploy goes back. The
 * deployment that is made has the key in its description, by which it is found again; of one group CodeDeploy
 * makes one at a time.
 *
 * Needs codedeploy:GetDeploymentGroup, codedeploy:GetDeployment, codedeploy:ListDeployments,
 * codedeploy:BatchGetDeployments, codedeploy:CreateDeployment, codedeploy:GetDeploymentConfig,
 * codedeploy:GetApplicationRevision and codedeploy:StopDeployment; to leave out alarms
 * codedeploy:UpdateDeploymentGroup.
 *
 * @param now epoch milliseconds
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export function codedeployRollback(
  clientOf: (place: Place, attempts?: number) => CodeDeployClient,
  now: () => number,
): ActionOf<Params> {
  const deployments = readingDeployments(clientOf);

  async function done(params: Params, id: string, { way }: Was): Promise<Done> {
    const region = await clientOf(params).config.region();
    const link = consoleLink(region, `codesuite/codedeploy/deployments/${encoded(id)}`)?.url;
    const traces = link === undefined ? {} : { link };
    return way === 'stop'
      ? { outcome: 'done', what: `${id} is told to stop.`, handle: `${STOPPED}${id}`, ...traces }
      : { outcome: 'done', what: `${id} was started.`, handle: id, ...traces };
  }

  /** @throws ActionProblem */
  async function became(
    params: Params,
    key: string,
    was: Was,
    signal: AbortSignal,
  ): Promise<Outcome | Absent> {
    const from = await deployments.one(params, was.from, signal);
    if (was.way === 'deploy') {
      const range = { createTimeRange: { start: from.createTime } };
      const since = await deployments.some(params, range, signal);
      const id = since.find(({ description }) => description?.includes(key))?.deploymentId;
      return id === undefined ? { outcome: 'absent' } : done(params, id, was);
    }
    if (from.status === 'Stopped') return done(params, was.from, was);
    if (from.status !== 'Succeeded' && from.status !== 'Failed') return { outcome: 'absent' };
    const what = `${was.from} came to its end before it could be stopped. Nothing was done.`;
    return { outcome: 'failed', what, mend: ASK_AGAIN };
  }

  async function act(params: Params, key: string, was: Was, signal: AbortSignal) {
    const client = clientOf(params, ONCE);
    if (was.way === 'stop') {
      const { from: deploymentId } = was;
      const command = new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
      await client.send(command, { abortSignal: signal });
      return done(params, deploymentId, was);
    }
    const { revision, computePlatform, fileExistsBehavior } = await deployments.one(
      params,
      was.to,
      signal,
    );
    const command = new CreateDeploymentCommand({
      applicationName: params.application,
      deploymentGroupName: params.deployment_group,
      revision,
      description: `Back to ${was.to}. ${key}`,
      ...(computePlatform === 'Server' && { fileExistsBehavior }),
      ...(params.ignore_alarms && { overrideAlarmConfiguration: { enabled: false } }),
    });
    const { deploymentId = '' } = await client.send(command, { abortSignal: signal });
    return done(params, deploymentId, was);
  }

  async function run(params: Params, key: string, was: Was, signal: AbortSignal): Promise<Outcome> {
    const before = await became(params, key, was, signal);
    if (before.outcome !== 'absent') return before;
    const { lastAttemptedDeployment: last } = await deployments.group(params, signal);
    if (last?.deploymentId === was.from) return act(params, key, was, signal);
    const what = `Meanwhile ${last?.deploymentId} was deployed: nothing was done.`;
    return { outcome: 'failed', what, mend: ASK_AGAIN };
  }

  return {
    name: 'codedeploy_rollback',
    params: schema,
    title: (params) => {
      const { deployment_id: id } = params;
      return `Roll ${groupName(params)} back${id === undefined ? '' : ` to what ${id} deployed`}`;
    },
    target: (params) => `deployment group ${groupName(params)} ${placeText(params)}`.trim(),
    targetName: groupName,
    timeout: () => TIMEOUT,
    async dryRun(params, signal) {
      const rollback = await planned(deployments, params, signal);
      return { ...shown(params, rollback), was: canonicalJson(rollback.was) };
    },
    async run(params, key, signal, found) {
      if (found === undefined) {
        const what = 'It was not found out what there is to go back from. Nothing was done.';
        return { outcome: 'failed', what, mend: ASK_AGAIN };
      }
      const was = readWas(found);
      try {
        return await run(params, key, was, signal);
      } catch (error) {
        if (error instanceof PassingProblem) return { outcome: 'later', what: error.message };
        if (error instanceof ActionProblem) {
          return { outcome: 'failed', what: error.message, mend: error.mend };
        }
        const call = was.way === 'stop' ? 'StopDeployment' : 'CreateDeployment';
        return failureOf(error, `codedeploy:${call}`, params.role_arn);
      }
    },
    async lookUp(params, key, signal, found) {
      if (found === undefined) return { outcome: 'absent' };
      try {
        return await became(params, key, readWas(found), signal);
      } catch (error) {
        if (!(error instanceof ActionProblem)) throw error;
        return { outcome: 'unknown', what: `It can not be looked up. ${error.message}` };
      }
    },
    async follow(params, handle, signal) {
      const id = handle.replace(STOPPED, '');
      try {
        const found = await deployments.one(params, id, signal);
        if (id === handle) return deploymentProgress(found);
        const back = found.rollbackInfo?.rollbackDeploymentId;
        const going = back === undefined ? undefined : deployments.one(params, back, signal);
        return stopProgress(found, await going, now());
      } catch {
        return undefined;
      }
    },
    async stop(params, handle, signal) {
      if (handle.startsWith(STOPPED)) {
        const what = 'CodeDeploy goes back, and is not kept from it.';
        return { outcome: 'failed', what, mend: 'Wait until it has.' };
      }
      const command = new StopDeploymentCommand({
        deploymentId: handle,
        autoRollbackEnabled: false,
      });
      try {
        await clientOf(params).send(command, { abortSignal: signal });
        const what = `${handle} is told to stop; what it has deployed by then stays.`;
        return { outcome: 'done', what };
      } catch (error) {
        return failureOf(error, 'codedeploy:StopDeployment', params.role_arn);
      }
    },
    inverse(params, found) {
      const { way, isGood, from } = readWas(found);
      return way === 'deploy' && isGood ? { ...params, deployment_id: from } : undefined;
    },
  };
}

function readWas(found: string): Was {
  return wasSchema.parse(JSON.parse(found));
}
