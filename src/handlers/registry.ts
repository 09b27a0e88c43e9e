import type { HomeView, ModalView } from '@slack/types';
import type { ChatRole } from '../alert/chat-role.ts';
import type { Command } from './commands/command.ts';
import type { Handling, Step } from './handling.ts';
import type { ActionRequest, ViewRequest } from './request.ts';

/** What a button or a menu does. */
export interface Action {
  /** Its `action_id`. */
  readonly id: string;
  /**
   * A view that is opened as soon as the click comes in, for what opens one lasts 3 s: it says that it is
   * being filled, and what there is to say to the click is said in it.
   */
  readonly opens?: (request: Pick<ActionRequest, 'value' | 'channelId'>) => ModalView | undefined;
  /** @throws Mistake for a click that can't be read */
  readonly prepare: (handling: Handling<ActionRequest>) => Step | Promise<Step>;
}

/** What a view does once it is submitted. */
export interface View {
  /** Its `callback_id`. */
  readonly id: string;
  /**
   * What is wrong with what was written, by block id: said in the view, which then stays open. It is
   * asked before anything is acknowledged, so it only looks at its argument.
   */
  readonly check?: (values: ViewRequest['view']['values']) => Readonly<Record<string, string>>;
  /** The channel in which it was opened: there it is answered. */
  readonly channelOf: (request: ViewRequest) => string | undefined;
  /** The message in whose thread everybody sees what comes of it; without it that is in the channel. */
  readonly threadOf?: (request: ViewRequest) => string | undefined;
  /** @throws Mistake for a view that can't be read */
  readonly prepare: (handling: Handling<ViewRequest>) => Step | Promise<Step>;
}

/** What somebody sees who opens the app's home. */
export interface Home {
  readonly role: ChatRole;
  readonly render: (handling: Handling) => Promise<HomeView>;
}

/** Everything that can be asked for in Slack. */
export interface Registry {
  readonly commands: readonly Command[];
  readonly actions: readonly Action[];
  readonly views: readonly View[];
  readonly home?: Home;
}
