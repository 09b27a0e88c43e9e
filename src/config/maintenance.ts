import type { MaintenanceWindow } from '../rules/maintenance.ts';
import { parseMatchers } from './matchers.ts';
import type { Config } from './schema/config.ts';
import { compileStarts } from './starts.ts';

/** Compiles a checked maintenance window into what the rules work with. */
export function compileMaintenance(written: Config['maintenance'][number]): MaintenanceWindow {
  return {
    name: written.name,
    matchers: written.matchers.flatMap(parseMatchers),
    duration: written.duration,
    starts: compileStarts(written),
  };
}
