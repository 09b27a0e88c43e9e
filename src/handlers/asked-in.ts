import type { Registry } from './registry.ts';
import type { ChatRequest } from './request.ts';

/** Where in Slack something was asked for; nowhere where that is not in a channel. */
export interface AskedIn {
  readonly channel?: string;
  /** The message in whose thread it was. */
  readonly threadTs?: string;
}

/** Where what comes of a request is shown, if everybody may see it. */
export function askedIn(request: ChatRequest, { views }: Pick<Registry, 'views'>): AskedIn {
  if (request.type === 'home') return {};
  if (request.type !== 'view') {
    return request.channelId === undefined ? {} : { channel: request.channelId };
  }
  const view = views.find(({ id }) => id === request.view.callbackId);
  const channel = view?.channelOf(request);
  const threadTs = view?.threadOf?.(request);
  if (channel === undefined) return {};
  return { channel, ...(threadTs !== undefined && { threadTs }) };
}
