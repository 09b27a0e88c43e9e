import { digestOf } from '../config/digest.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Whether this replica's config is the one that decides: another one knows of other things. */
export function decidingBy({
  config,
  version,
  redis,
}: Pick<Wiring, 'config' | 'version' | 'redis'>): () => Promise<boolean> {
  const digest = digestOf(config, version);
  return async () => {
    const active = await redis.get(KEYS.policy);
    return active === null || active === digest;
  };
}
