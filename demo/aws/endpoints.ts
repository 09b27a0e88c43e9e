import { z } from 'zod';
import { operation, Refusal, type Operations } from './service.ts';

/** An endpoint of SageMaker, as far as it matters which variant gets how many of its calls. */
export interface Endpoint {
  status: 'InService' | 'Updating' | 'Failed';
  /** By the names of its variants. */
  readonly variants: Map<string, { current: number; desired: number; instances: number }>;
}

const describeEndpoint = z.strictObject({ EndpointName: z.string() });
const updateWeights = z.strictObject({
  EndpointName: z.string(),
  DesiredWeightsAndCapacities: z
    .array(z.strictObject({ VariantName: z.string(), DesiredWeight: z.number().min(0) }))
    .min(1),
});

/** `churn`, of which the champion has nine calls of ten. */
export function sampleEndpoints(): [string, Endpoint][] {
  const variants = new Map([
    ['champion', { current: 9, desired: 9, instances: 2 }],
    ['challenger', { current: 1, desired: 1, instances: 1 }],
  ]);
  return [['churn', { status: 'InService', variants }]];
}

/** Weights are told as they are kept there: as numbers of 32 bits. */
export function endpointOperations(
  endpoints: ReadonlyMap<string, Endpoint>,
  note: (effect: string) => void,
): Operations {
  function find(name: string): Endpoint {
    const found = endpoints.get(name);
    if (found !== undefined) return found;
    throw new Refusal('ValidationException', `Could not find endpoint "${name}".`);
  }

  return {
    DescribeEndpoint: operation(describeEndpoint, ({ EndpointName }) => {
      const { status, variants } = find(EndpointName);
      return {
        EndpointName,
        EndpointArn: `arn:aws:sagemaker:us-east-1:111122223333:endpoint/${EndpointName}`,
        EndpointStatus: status,
        ...(status === 'Failed' && { FailureReason: 'no capacity' }),
        ProductionVariants: [...variants].map(([name, { current, desired, instances }]) => ({
          VariantName: name,
          CurrentWeight: Math.fround(current),
          DesiredWeight: Math.fround(desired),
          CurrentInstanceCount: instances,
        })),
      };
    }),
    UpdateEndpointWeightsAndCapacities: operation(updateWeights, (input) => {
      const { EndpointName, DesiredWeightsAndCapacities: asked } = input;
      const { status, variants } = find(EndpointName);
      if (status !== 'InService') {
        throw new Refusal('ValidationException', `Cannot update in-progress endpoint.`);
      }
      for (const { VariantName, DesiredWeight } of asked) {
        const variant = variants.get(VariantName);
        if (variant === undefined) {
          throw new Refusal('ValidationException', `Could not find variants [${VariantName}].`);
        }
        variant.desired = DesiredWeight;
      }
      find(EndpointName).status = 'Updating';
      note('UpdateEndpointWeightsAndCapacities');
      return { EndpointArn: `arn:aws:sagemaker:us-east-1:111122223333:endpoint/${EndpointName}` };
    }),
  };
}
