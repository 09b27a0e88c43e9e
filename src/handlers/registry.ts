import type { ChatRole } from '../alert/chat-role.ts';
import type { Answer } from './answer.ts';
import type { Command } from './commands/command.ts';
import type { Handling } from './handling.ts';
import type { ActionRequest, HomeRequest, ViewRequest } from './request.ts';

/** What a button or a menu does. */
export interface Action {
  /** Its `action_id`. */
  readonly id: string;
  readonly role: ChatRole;
  readonly run: (handling: Handling<ActionRequest>) => Promise<Answer | undefined>;
}

/** What a view does once it is submitted. */
export interface View {
  /** Its `callback_id`. */
  readonly id: string;
  readonly role: ChatRole;
  /**
   * What is wrong with what was written, by block id: said in the view, which then stays open. It is
   * asked before anything is acknowledged, so it only looks at its argument.
   */
  readonly check?: (values: ViewRequest['view']['values']) => Readonly<Record<string, string>>;
  readonly run: (handling: Handling<ViewRequest>) => Promise<Answer | undefined>;
}

/** What opening the app's home does. */
export interface Home {
  readonly role: ChatRole;
  readonly run: (handling: Handling<HomeRequest>) => Promise<undefined>;
}

/** Everything that can be asked for in Slack. */
export interface Registry {
  readonly commands: readonly Command[];
  readonly actions: readonly Action[];
  readonly views: readonly View[];
  readonly home?: Home;
}
