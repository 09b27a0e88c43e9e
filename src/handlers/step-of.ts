import { Mistake } from '../config/mistake.ts';
import type { Asker } from './access/access.ts';
import { prepareCommand } from './commands/prepare.ts';
import type { Step, Tools } from './handling.ts';
import { publishHome } from './home/publish.ts';
import { nameOf } from './name-of.ts';
import type { Registry } from './registry.ts';
import type { ChatRequest } from './request.ts';

/** What a request comes down to. @throws Mistake for what there is not, or can't be read */
export async function stepOf(
  request: ChatRequest,
  asker: Asker,
  { registry, tools }: { readonly registry: Registry; readonly tools: Tools },
): Promise<Step> {
  switch (request.type) {
    case 'command': {
      const command = registry.commands.find(({ name }) => name === request.command);
      if (command === undefined) throw unknown(request);
      return prepareCommand(command, { ...tools, request, asker });
    }
    case 'action': {
      const action = registry.actions.find(({ id }) => id === request.actionId);
      if (action === undefined) throw unknown(request);
      return action.prepare({ ...tools, request, asker });
    }
    case 'view': {
      const view = registry.views.find(({ id }) => id === request.view.callbackId);
      if (view === undefined) throw unknown(request);
      return view.prepare({ ...tools, request, asker });
    }
    case 'home': {
      const { home } = registry;
      if (home === undefined) throw unknown(request);
      return { role: home.role, run: () => publishHome(home, { ...tools, request, asker }) };
    }
  }
}

/** A replica with another version took it, which knows what this one does not. */
function unknown(request: ChatRequest): Mistake {
  return new Mistake(`this version does not know ${nameOf(request)}`, 'try again soon');
}
