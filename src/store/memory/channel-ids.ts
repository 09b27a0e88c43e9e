import type { ChannelIds } from '../../engine/ports/channel-ids.ts';
import type { MemoryState } from './state.ts';

/** The ids of channels, in memory. */
export function createMemoryChannelIds({ channelIds }: MemoryState): ChannelIds {
  return {
    idOf: async (name) => channelIds.get(name),
    keep: async (name, id) => void channelIds.set(name, id),
  };
}
