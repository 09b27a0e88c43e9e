/** How often it is looked whether the groups know the config, in milliseconds: a read, while they do. */
const LOOK_EVERY = 2_000;

/**
 * Sees to it that every group is told of the config, for as long as this process decides: what was cut
 * short is done again, and so is what another config undid meanwhile.
 *
 * @returns what looks at once, and what ends it
 */
export function startAnnouncing(
  announce: () => Promise<void>,
  onError: (error: unknown) => void,
): { readonly look: (decides: boolean) => void; readonly stop: () => Promise<void> } {
  let decides = false;
  let running: Promise<void> | undefined;
  const look = () => {
    if (decides)
      running ??= announce()
        .catch(onError)
        .finally(() => (running = undefined));
  };
  const timer = setInterval(look, LOOK_EVERY).unref();
  return {
    look(now) {
      decides = now;
      look();
    },
    async stop() {
      decides = false;
      clearInterval(timer);
      await running;
    },
  };
}
