import { COMMANDS } from './commands/index.ts';
import type { Registry } from './registry.ts';

/** Everything that people can ask for in Slack. */
export const REGISTRY: Registry = { commands: COMMANDS, actions: [], views: [] };
