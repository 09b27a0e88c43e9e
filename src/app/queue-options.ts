import type { ConnectionOptions } from 'bullmq';
import type { RedisAddress } from '../store/redis/connect.ts';
import { queuePrefix } from '../store/redis/keys.ts';
import { INSTALLATION, type Wiring } from './wiring.ts';

export interface SharedQueueOptions {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

/** What all queues of this installation are opened with. */
export function queueOptionsOf({
  address,
  trouble,
}: Pick<Wiring, 'address' | 'trouble'>): SharedQueueOptions {
  return {
    connection: connectionOf(address),
    prefix: queuePrefix(INSTALLATION),
    onError: trouble,
  };
}

/** BullMQ opens its own connections; blocking ones must wait for ever. */
function connectionOf(address: RedisAddress): ConnectionOptions {
  return 'url' in address
    ? { url: address.url, maxRetriesPerRequest: null }
    : { path: address.path, maxRetriesPerRequest: null };
}
