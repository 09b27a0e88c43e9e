import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';

/** How a client of the SDK finds the stand-in. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** An action on the stand-ins for AWS, of which the contract of all actions holds. */
export interface ActionCase {
  /** What is tried, behind the name of the action. */
  readonly about: string;
  readonly action: (settings: ClientSettings) => Action;
  readonly params: unknown;
  /** Makes the world that it is done in, from the sample. */
  readonly given?: (aws: AwsActions) => void;
  /** What the dry run says. */
  readonly before: string;
  readonly after: string;
  /** The operation that does it. */
  readonly effect: string;
  /** That of the world which it changes. */
  readonly seen: (aws: AwsActions) => unknown;
  /** Somebody else changes the same. */
  readonly meddle: (aws: AwsActions) => void;
  /** What it started comes to its end. */
  readonly settle?: (aws: AwsActions) => void;
  /** It can't be taken back. */
  readonly isFinal?: true;
}
