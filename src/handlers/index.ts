import { ACTIONS } from './actions/index.ts';
import { COMMANDS } from './commands/index.ts';
import { HOME } from './home/home.ts';
import type { Registry } from './registry.ts';
import { VIEWS } from './views/index.ts';

/** Everything that people can ask for in Slack. */
export const REGISTRY: Registry = {
  commands: COMMANDS,
  actions: ACTIONS,
  views: VIEWS,
  home: HOME,
};
