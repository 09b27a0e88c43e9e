import {
  DescribeAutomationExecutionsCommand,
  DescribeDocumentCommand,
  GetAutomationExecutionCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  type DocumentDescription,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { arnName } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem, type ActionOf, type Done } from '../action.ts';
import { checkParameters } from './automation-parameters.ts';
import { automationProgress } from './automation-progress.ts';
import { failureOf } from '../aws/aws-failure.ts';
import { canonicalJson } from '../aws/canonical-json.ts';
import { asking, placeFields, placeText, type Place } from '../aws/place.ts';
import { filledText, nameLike, text } from '../aws/text-field.ts';
import { tokenOf } from '../aws/token.ts';
import { runningText } from '../aws/words.ts';

/** A text, or several. Systems Manager fills in what stands for a parameter of it: who makes an alert reads none. */
const values = z
  .union([text().transform((one) => [one]), z.array(text())], {
    error: 'must be a text, or a list of texts',
  })
  .refine((all) => all.every((one) => !one.includes('{{')), {
    message: 'has a placeholder in it',
    params: { hint: 'write a value without {{' },
  });

const schema = z.strictObject({
  /** Its name; of another account's its ARN. */
  document: nameLike(/^[\w.:/-]{3,200}$/u, 'AWS-RestartEC2Instance'),
  /** Without one the default version of the moment it is asked for. */
  version: filledText("'3'").optional(),
  parameters: z.record(z.string(), values).default({}),
  ...placeFields,
});

const shown = z.strictObject({ version: z.string(), hash: z.string() });

type Params = z.output<typeof schema>;

const TIMEOUT = 30_000;
/** So many executions that run are counted. */
const MOST_COUNTED = 50;

/**
 * Starts an automation of Systems Manager, in exactly the version that the dry run showed. Its token is made of the
 * key: by that a repetition is known, and starts nothing.
 *
 * Needs ssm:DescribeDocument, ssm:DescribeAutomationExecutions, ssm:StartAutomationExecution,
 * ssm:GetAutomationExecution and ssm:StopAutomationExecution; and iam:PassRole of the role that a document assumes.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export function ssmAutomation(clientOf: (place: Place) => SSMClient): ActionOf<Params> {
  async function documentOf(params: Params, signal: AbortSignal): Promise<DocumentDescription> {
    const { document: Name, version: DocumentVersion } = params;
    const command = new DescribeDocumentCommand({ Name, DocumentVersion });
    const { Document: found = {} } = await asking('ssm:DescribeDocument', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    if (found.DocumentType !== 'Automation') {
      const what = `${Name} is a document of type ${found.DocumentType}.`;
      throw new ActionProblem(what, 'Name one of type Automation.');
    }
    if (found.Status === 'Active') return found;
    const what = `${Name} can not be started: it is ${found.Status?.toLowerCase()}.`;
    throw new ActionProblem(what, 'Name a document that is active.');
  }

  async function countRunning(params: Params, signal: AbortSignal): Promise<number> {
    const command = new DescribeAutomationExecutionsCommand({
      Filters: [
        { Key: 'DocumentNamePrefix', Values: [params.document] },
        { Key: 'ExecutionStatus', Values: ['InProgress'] },
      ],
      MaxResults: MOST_COUNTED,
    });
    const { AutomationExecutionMetadataList: found = [] } = await asking(
      'ssm:DescribeAutomationExecutions',
      params,
      () => clientOf(params).send(command, { abortSignal: signal }),
    );
    return found.filter((one) => one.DocumentName === params.document).length;
  }

  async function started(params: Params, id: string): Promise<Done> {
    const region = params.region ?? (await clientOf(params).config.region());
    const page = `systems-manager/automation/execution/${encoded(id)}`;
    const link = consoleLink(region, page)?.url;
    const what = 'The automation was started.';
    return { outcome: 'done', what, handle: id, ...(link !== undefined && { link }) };
  }

  return {
    name: 'ssm_automation',
    params: schema,
    title: ({ document }) => `Start the automation ${arnName(document)}`,
    target: ({ document, ...place }) => `automation ${document} ${placeText(place)}`.trim(),
    // All of an ARN: whoever shares a document can give it the name of one of ours.
    targetName: ({ document }) => document,
    timeout: () => TIMEOUT,
    async dryRun(params, signal) {
      const document = await documentOf(params, signal);
      const left = checkParameters(params.parameters, document);
      const count = await countRunning(params, signal);
      const { DocumentVersion: version = '', Hash: hash = '' } = document;
      const rest = left.length === 0 ? '' : `; by its defaults: ${left.join(', ')}`;
      return {
        before: runningText(count, arnName(params.document), MOST_COUNTED),
        after: `One more is started, of version ${version}, with these parameters${rest}.`,
        was: canonicalJson({ version, hash }),
      };
    },
    async run(params, key, signal, was) {
      if (was === undefined) {
        const what = 'Its document was not found out about.';
        return { outcome: 'failed', what, mend: 'Ask again.' };
      }
      const command = new StartAutomationExecutionCommand({
        DocumentName: params.document,
        DocumentVersion: shown.parse(JSON.parse(was)).version,
        Parameters: params.parameters,
        ClientToken: tokenOf(key),
      });
      try {
        const { AutomationExecutionId: id = '' } = await clientOf(params).send(command, {
          abortSignal: signal,
        });
        return await started(params, id);
      } catch (error) {
        return failureOf(error, 'ssm:StartAutomationExecution', params.role_arn);
      }
    },
    // Nothing is found by a token: to say it again under the same one is to do it once.
    async lookUp() {
      const what = 'Systems Manager did not say whether it has started it.';
      return { outcome: 'unknown', what, isRepeatable: true };
    },
    async follow(params, AutomationExecutionId, signal) {
      const command = new GetAutomationExecutionCommand({ AutomationExecutionId });
      const found = await clientOf(params)
        .send(command, { abortSignal: signal })
        .catch(() => undefined);
      return found?.AutomationExecution && automationProgress(found.AutomationExecution);
    },
    async stop(params, AutomationExecutionId, signal) {
      const command = new StopAutomationExecutionCommand({ AutomationExecutionId, Type: 'Cancel' });
      try {
        await clientOf(params).send(command, { abortSignal: signal });
        return { outcome: 'done', what: 'The automation is told to stop.' };
      } catch (error) {
        return failureOf(error, 'ssm:StopAutomationExecution', params.role_arn);
      }
    },
  };
}
