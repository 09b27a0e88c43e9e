import type { Config } from '../../config/load.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';

/** How incidents are handled, by a config. */
export function incidentSettings({
  incidents: { channel, own_channel: ownChannel, update_every: every },
  severities,
}: Pick<Config, 'incidents' | 'severities'>): IncidentSettings {
  const { critical, error, warning, info } = every;
  return {
    ...(channel !== undefined && { channel }),
    ownChannel,
    updateEvery: {
      critical,
      error,
      ...(warning !== undefined && { warning }),
      ...(info !== undefined && { info }),
    },
    responseTimes: {
      critical: severities.critical.response,
      error: severities.error.response,
      warning: severities.warning.response,
      info: severities.info.response,
    },
  };
}
