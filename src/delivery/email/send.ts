import type { SendMailOptions } from 'nodemailer';
import type { RateLimiter } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, type Adapter, type DeliveryResult, type Steps } from '../adapter.ts';
import { hasNews, POST } from '../news.ts';
import { callerOf, type DeliveryView } from '../view.ts';
import { attemptOf, handoverOf, type Attempt } from './attempt.ts';
import { contentOf, LISTED } from './content.ts';
import { diagnosisOf } from './diagnosis.ts';
import { classifyFailure } from './failure.ts';
import { headersOf } from './headers.ts';
import { htmlText } from './html.ts';
import type { Mailer } from './mailer.ts';
import { plainText } from './plain.ts';
import { subjectOf, threadOf } from './thread.ts';

export interface EmailSettings {
  readonly to: readonly string[];
  readonly receiver: string;
  readonly sendResolved: boolean;
}

/** More than are listed, for the names of those that are new. */
const DETAIL = 2 * LISTED;
/**
 * What the strictest of the large services takes from one sender, all mails over one server together.
 * @see https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits
 */
const LIMIT = { capacity: 10, perSecond: 0.5 };

/** Tells a group's notifications by e-mail: one thread an episode. */
export function createEmailAdapter(
  mailer: Mailer,
  limiter: RateLimiter,
  settings: EmailSettings,
): Adapter {
  const bucket = { key: `email/${mailer.server}`, ...LIMIT };

  async function deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    if (!hasNews(view, settings, steps.journal)) {
      return { outcome: 'delivered', unasked: true };
    }
    const wait = await limiter.take(bucket, callerOf(view));
    if (wait > 0) return { outcome: 'retry', afterMs: wait, why: OWN_LIMIT };
    const attempt = attemptOf(view, steps, settings.to);
    await steps.note(POST, attempt.step);
    try {
      const refusals = await mailer.send(mailOf(view, attempt), attempt.to);
      return await conclude(view, attempt, refusals, steps);
    } catch (error) {
      // The others have it: to them it was told.
      if (attempt.to.length < settings.to.length) return conclude(view, attempt, [error], steps);
      const failure = classifyFailure(error);
      const { isFinal, isCertain, why } = failure;
      if (isFinal) return { outcome: 'reject', why, diagnosis: diagnosisOf(failure) };
      if (isCertain) await steps.note(POST, attempt.refused);
      return { outcome: 'retry', why };
    }
  }

  async function conclude(
    view: DeliveryView,
    attempt: Attempt,
    refusals: readonly unknown[],
    { note, now }: Steps,
  ): Promise<DeliveryResult> {
    const handover = handoverOf(attempt, refusals, settings.to, now);
    if (handover.outcome === 'put off') {
      await note(POST, handover.step);
      return { outcome: 'retry', isPartly: true, why: handover.why };
    }
    const { remark } = handover;
    const handle = view.handle ?? { subject: subjectOf(view) };
    return { outcome: 'delivered', handle, ...(remark !== undefined && { remark }) };
  }

  function mailOf(view: DeliveryView, { opening }: Attempt): SendMailOptions {
    const domain = mailer.from.slice(mailer.from.lastIndexOf('@') + 1);
    const content = contentOf(view, settings);
    return {
      ...threadOf(view, opening, domain),
      ...headersOf(view, settings.receiver, domain),
      to: [...settings.to],
      text: plainText(content),
      html: htmlText(content),
    };
  }

  return { detail: DETAIL, deliver };
}
