import { DEEDS_KEPT, type Deed } from '../../engine/ports/audit.ts';
import type { Keys } from './keys.ts';

/**
 * The Redis command that appends a deed to the trail: for a script that does it in the same atomic
 * step as what it tells of.
 */
export function auditCommand(deed: Deed, keys: Keys): readonly (string | number)[] {
  const written = JSON.stringify(deed);
  return ['XADD', keys.audit, 'MAXLEN', '~', DEEDS_KEPT, '*', 'deed', written];
}
