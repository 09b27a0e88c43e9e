import type { App } from '@slack/bolt';
import { say } from './answer.ts';
import { readAction, readCommand, readHome, readSubmission } from './from-slack.ts';
import type { Registry } from './registry.ts';
import { createTaker, type Submit } from './submit.ts';
import { open, wordsView } from './views/opened.ts';

/**
 * Binds everything there is to Slack. A listener writes down what was asked for, acknowledges it, and is
 * done: it waits for nothing but that one write. Whoever takes it from there carries it out. Only a view
 * is opened here, while there is time to.
 */
export function bindListeners(app: App, registry: Registry, submit: Submit): void {
  const take = createTaker(submit);
  for (const { name } of registry.commands) {
    app.command(name, async ({ body, ack }) => {
      const why = await take(readCommand(body));
      if (why === undefined) await ack();
      else await ack({ response_type: 'ephemeral', text: why });
    });
  }

  const actions = new Map(registry.actions.map((action) => [action.id, action]));
  app.action(/.*/u, async ({ body, ack, client }) => {
    const request = readAction(body);
    const action = actions.get(request.actionId);
    // A button that only opens a link tells of it, too.
    if (action === undefined) return ack();
    // Nothing waits for it: neither what is written down, nor what is acknowledged.
    const view = action.opens?.(request);
    if (view !== undefined) void open(view, request, client);
    const why = await take(request);
    await ack();
    const place = { personId: request.person.id, ...request };
    // The acknowledgement does not wait for it; who can't be told sees that nothing happens.
    if (why !== undefined) void say({ text: why }, place, client).catch(() => {});
  });

  for (const { id, check } of registry.views) {
    app.view(id, async ({ body, ack }) => {
      const request = readSubmission(body);
      const errors = check?.(request.view.values) ?? {};
      if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
      const why = await take(request);
      if (why === undefined) return ack();
      await ack({ response_action: 'update', view: wordsView({ text: why }) });
    });
  }

  if (registry.home !== undefined) {
    app.event('app_home_opened', async ({ body }) => {
      await take(readHome(body));
    });
  }
}
