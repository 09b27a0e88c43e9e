import type { ChatRequest } from './request.ts';

/** What was asked for, for people. */
export function nameOf(request: ChatRequest): string {
  switch (request.type) {
    case 'command':
      return request.command;
    case 'action':
      return request.actionId;
    case 'view':
      return request.view.callbackId.replaceAll('-', ' ');
    case 'home':
      return 'the home';
  }
}
