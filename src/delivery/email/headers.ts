import type { SendMailOptions } from 'nodemailer';
import type { DeliveryView } from '../view.ts';

/**
 * The headers by which programs sort a mail: no holiday notice answers it, and rules in a mailbox find
 * it. What is critical is marked as important while it lasts.
 *
 * @param receiver its name in the config
 * @param domain the sender's
 * @see https://www.rfc-editor.org/rfc/rfc3834 (Auto-Submitted), https://www.rfc-editor.org/rfc/rfc2919 (List-Id)
 */
export function headersOf(
  view: DeliveryView,
  receiver: string,
  domain: string,
): Pick<SendMailOptions, 'headers' | 'priority'> {
  const list = receiver.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  return {
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Id': `<${list}.tocsin.${domain}>`,
      'X-Tocsin-Status': view.isOver ? 'resolved' : 'firing',
      'X-Tocsin-Severity': view.severity,
      'X-Tocsin-Trace-Id': view.traceId,
    },
    ...(view.severity === 'critical' && !view.isOver && { priority: 'high' }),
  };
}
