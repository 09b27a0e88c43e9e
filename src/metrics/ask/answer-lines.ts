import type { AnswerSeries, MetricAnswer } from './answer.ts';

/** A series of an answer, and what it is called among the others; alone it needs no name. */
export interface AnswerLine extends AnswerSeries {
  readonly label: string;
}

/** Every series of an answer that there is, those of one source after those of another. */
export function answerLines({ parts, measure }: MetricAnswer): readonly AnswerLine[] {
  return parts.flatMap((part) =>
    part.ok
      ? part.series.map((one) => {
          const own = one.series.label === measure.title ? [] : [one.series.label];
          const label = [...(parts.length > 1 ? [part.source] : []), ...own].join(' · ');
          return { ...one, label };
        })
      : [],
  );
}
