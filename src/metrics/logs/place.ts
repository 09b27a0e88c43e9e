import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { CalledPlace } from '../sources/cloudwatch/call.ts';
import type { Scan } from './outcome.ts';

/** An account and region whose logs can be searched. */
export interface LogsPlace extends CalledPlace {
  readonly client: CloudWatchLogsClient;
  /** How long is waited before it is asked again, in milliseconds; longer each time. */
  readonly pause: { readonly first: number; readonly longest: number };
}

/** Who waits for a query. */
export interface Watcher {
  /** Aborted when nobody waits any more: the query is stopped. */
  readonly signal: AbortSignal;
  readonly onScanned: (scan: Scan) => void;
  /** So many queries run already that it has to wait. */
  readonly onCrowded: () => void;
}
