/** What happens, as the engine takes it in: the rules own the words. */
export type { OutcomeEvent, SignalsEvent } from '../rules/event.ts';
