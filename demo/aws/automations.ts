import { z } from 'zod';
import { operation, Refusal, type Operations } from './service.ts';

export interface AutomationDocument {
  readonly version: string;
  readonly hash: string;
  readonly type: 'Automation' | 'Command';
  readonly status: 'Active' | 'Deleting';
  readonly parameters: readonly {
    readonly Name: string;
    readonly Type: 'String' | 'StringList';
    readonly DefaultValue?: string;
  }[];
}

interface Automation {
  readonly document: string;
  status: string;
}

/** The documents there are, and what was started of them. */
export interface Automations {
  readonly documents: Map<string, AutomationDocument>;
  /** By their ids, which are the tokens they were started with: one for each. */
  readonly automations: Map<string, Automation>;
  /** What each was started with. */
  readonly inputs: Readonly<Record<string, unknown>>[];
}

const UUID = /^[a-f\d]{8}-([a-f\d]{4}-){3}[a-f\d]{12}$/iu;

const describeDocument = z.strictObject({
  Name: z.string(),
  DocumentVersion: z.string().optional(),
});
const start = z.strictObject({
  DocumentName: z.string(),
  DocumentVersion: z.string(),
  Parameters: z.record(z.string(), z.array(z.string())),
  ClientToken: z.string().regex(UUID),
});
const filter = z.strictObject({ Key: z.string(), Values: z.array(z.string()) });
const describe = z.strictObject({ Filters: z.array(filter), MaxResults: z.int().max(50) });
const ofAutomation = z.strictObject({ AutomationExecutionId: z.string() });
const stop = ofAutomation.extend({ Type: z.enum(['Cancel', 'Complete']) });

/**
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export function automationOperations(all: Automations, note: (effect: string) => void): Operations {
  const { documents, automations, inputs } = all;

  function automationOf(id: string): Automation {
    const found = automations.get(id);
    if (found !== undefined) return found;
    throw new Refusal('AutomationExecutionNotFoundException', 'no such execution');
  }

  return {
    DescribeDocument: operation(describeDocument, ({ Name, DocumentVersion }) => {
      const found = documents.get(Name);
      if (found === undefined) throw new Refusal('InvalidDocument', `no document ${Name}`);
      const { version, hash, type, status, parameters } = found;
      return {
        Document: {
          Name,
          DocumentVersion: DocumentVersion ?? version,
          Hash: hash,
          DocumentType: type,
          Status: status,
          Parameters: parameters,
        },
      };
    }),
    DescribeAutomationExecutions: operation(describe, ({ Filters }) => {
      const [prefix = ''] = Filters.find(({ Key }) => Key === 'DocumentNamePrefix')?.Values ?? [];
      const found = [...automations].filter(
        ([, one]) => one.status === 'InProgress' && one.document.startsWith(prefix),
      );
      return {
        AutomationExecutionMetadataList: found.map(([id, { document, status }]) => ({
          AutomationExecutionId: id,
          DocumentName: document,
          AutomationExecutionStatus: status,
        })),
      };
    }),
    StartAutomationExecution: operation(start, (input) => {
      const { DocumentName, ClientToken } = input;
      if (!documents.has(DocumentName)) {
        throw new Refusal('AutomationDefinitionNotFoundException', `no document ${DocumentName}`);
      }
      if (!automations.has(ClientToken)) {
        automations.set(ClientToken, { document: DocumentName, status: 'InProgress' });
        inputs.push(input);
        note('StartAutomationExecution');
      }
      return { AutomationExecutionId: ClientToken };
    }),
    GetAutomationExecution: operation(ofAutomation, ({ AutomationExecutionId }) => {
      const { document, status } = automationOf(AutomationExecutionId);
      const succeeded = { Outputs: { 'drain.Count': ['3'] } };
      const AutomationExecution = {
        AutomationExecutionId,
        DocumentName: document,
        AutomationExecutionStatus: status,
        CurrentStepName: 'drain',
        ...(status === 'Failed' && { FailureMessage: 'no such fleet' }),
        ...(status === 'Success' && succeeded),
      };
      return { AutomationExecution };
    }),
    StopAutomationExecution: operation(stop, ({ AutomationExecutionId }) => {
      automationOf(AutomationExecutionId).status = 'Cancelled';
      return {};
    }),
  };
}
