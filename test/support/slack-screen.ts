import { z } from 'zod';
import { until } from './wait.ts';
import type { World } from './world.ts';

const blockSchema = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const viewSchema = z.looseObject({
  blocks: z.array(blockSchema),
  submit: z.unknown().optional(),
  private_metadata: z.string().optional(),
});
const homesSchema = z.record(z.string(), z.record(z.string(), viewSchema));
const eventSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('init'),
    state: z.object({ modalStack: z.array(viewSchema), homeViews: homesSchema }),
  }),
  z.object({ t: z.literal('view'), stack: z.array(viewSchema) }),
  z.object({ t: z.literal('view_errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ t: z.literal('home'), user: z.string(), view: viewSchema }),
]);

export type SeenView = z.output<typeof viewSchema>;

/** What somebody types or chooses, by block: each has one action, of the same name. */
export type Typed = Readonly<Record<string, object>>;

/** The local Slack's page as a program sees it: the modal that is open, and everybody's home of the app. */
export interface SlackScreen {
  readonly modal: () => SeenView | undefined;
  /** What is said to be wrong in the modal, by block. */
  readonly errors: () => Readonly<Record<string, string>>;
  readonly home: (user: string) => SeenView | undefined;
  readonly opensHome: (user: string) => void;
  /** Presses a button in a modal or a home. */
  readonly presses: (user: string, button: Readonly<Record<string, string>>) => void;
  readonly submits: (user: string, typed: Typed) => void;
  /** Closes the modal. */
  readonly cancels: (user: string) => void;
  readonly close: () => void;
}

export async function slackScreen({ workspace }: Pick<World, 'workspace'>): Promise<SlackScreen> {
  const socket = new WebSocket(`${workspace.url.replace('http', 'ws')}/ui`);
  let isOpen = false;
  let stack: readonly SeenView[] = [];
  let errors: Readonly<Record<string, string>> = {};
  const homes = new Map<string, SeenView>();
  socket.addEventListener('message', ({ data }) => {
    const event = eventSchema.safeParse(JSON.parse(String(data))).data;
    if (event?.t === 'init') {
      isOpen = true;
      stack = event.state.modalStack;
    } else if (event?.t === 'view') {
      ({ stack } = event);
      errors = {};
    } else if (event?.t === 'view_errors') ({ errors } = event);
    else if (event?.t === 'home') homes.set(event.user, event.view);
  });
  await until('the page is there', () => isOpen);
  const send = (message: object): void => socket.send(JSON.stringify(message));
  return {
    modal: () => stack.at(-1),
    errors: () => errors,
    home: (user) => homes.get(user),
    opensHome: (user) => send({ t: 'open_home', user }),
    presses: (user, button) =>
      send({
        t: 'block_action',
        channel: '',
        messageTs: '',
        user,
        action: { type: 'button', ...button },
      }),
    submits: (user, typed) =>
      send({
        t: 'view_submit',
        user,
        values: Object.fromEntries(Object.entries(typed).map(([id, one]) => [id, { [id]: one }])),
      }),
    cancels: (user) => send({ t: 'view_close', user }),
    close: () => socket.close(),
  };
}

/** Everything of a view that people could read, as one text. */
export function textIn(view: SeenView | undefined): string {
  return JSON.stringify(view?.blocks ?? []);
}
