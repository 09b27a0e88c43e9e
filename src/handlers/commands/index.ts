import type { Command } from './command.ts';
import { tocsinCommand } from './tocsin.ts';

/** Every slash command but the one that is about all. */
const ABOUT_ALARMS: readonly Command[] = [];

/** Every slash command. A new one is a file beside this, and a line above. */
export const COMMANDS: readonly Command[] = [...ABOUT_ALARMS, tocsinCommand(ABOUT_ALARMS)];
