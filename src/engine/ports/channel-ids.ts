/** Under which id a channel was known by a name when it last was: a name may change, an id does not. */
export interface ChannelIds {
  idOf(name: string): Promise<string | undefined>;
  keep(name: string, id: string): Promise<void>;
}
