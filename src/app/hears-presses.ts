import type { Config } from '../config/schema/config.ts';

/** Whether somebody listens to what people press: without that a button would do nothing. */
export function hearsPresses({ mode, app_token, signing_secret }: Config['slack']): boolean {
  return (mode === 'socket' ? app_token : signing_secret) !== '';
}
