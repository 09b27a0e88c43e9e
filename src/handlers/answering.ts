import type { WebClient } from '@slack/web-api';
import { say, type Answer } from './answer.ts';
import type { Registry } from './registry.ts';
import type { ChatRequest } from './request.ts';
import { fill, wordsView } from './views/opened.ts';

/**
 * Says something to who asked, where they look: in the view that their click opened, in the channel from
 * which a form came, in the app's home, else where Slack said.
 *
 * @throws when Slack does not take it
 */
export async function answerTo(
  request: ChatRequest,
  answer: Answer,
  { registry, slack }: { readonly registry: Registry; readonly slack: WebClient },
): Promise<void> {
  const personId = request.person.id;
  switch (request.type) {
    case 'command':
      return say(answer, { personId, ...request }, slack);
    case 'action': {
      const opens = registry.actions.find(({ id }) => id === request.actionId)?.opens?.(request);
      const saying = () => say(answer, { personId, ...request }, slack);
      return opens === undefined ? saying() : fill(wordsView(answer), request, slack).catch(saying);
    }
    case 'view': {
      const view = registry.views.find(({ id }) => id === request.view.callbackId);
      return say(answer, { personId, channelId: view?.channelOf(request) }, slack);
    }
    case 'home':
      await slack.views.publish({
        user_id: personId,
        view: { type: 'home', blocks: wordsView(answer).blocks },
      });
  }
}
