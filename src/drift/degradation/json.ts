import type { Figures, ModelReport, WindowReport } from './report.ts';
import { dayText } from './text.ts';

/** The report for programs: `tocsin model report --json`. */
export function modelReportJson(report: ModelReport): object {
  const { model, version, at, end, baseline, windows, degree = null, trend } = report;
  return {
    model,
    version,
    date: new Date(at).toISOString(),
    until: dayText(end),
    degradation: degree,
    baseline:
      baseline === undefined ? null : { from: baseline.from, ...figuresJson(baseline.figures) },
    windows: windows.map(windowJson),
    trend: trend.map(({ day, ...figures }) => ({ date: dayText(day), ...figures })),
    recommendations: report.recommendations,
    remarks: report.remarks,
  };
}

function figuresJson({ rocAuc, ...figures }: Figures): object {
  return { ...figures, ...(rocAuc !== undefined && { roc_auc: rocAuc }) };
}

function windowJson(window: WindowReport): object {
  const { days, predictions, labelled, figures, change, confidence } = window;
  const { throughput, loadSeconds } = window;
  return {
    days,
    predictions,
    labelled,
    figures: figures === undefined ? null : figuresJson(figures),
    ...(change !== undefined && {
      change: {
        f1_drop: change.f1Drop,
        degradation: change.degree,
        ...(change.ctrDrop !== undefined && { ctr_drop: change.ctrDrop }),
      },
    }),
    ...(confidence !== undefined && {
      confidence: { mean: confidence.mean, share_under_60: confidence.low },
    }),
    ...(throughput !== undefined && { rows_per_second: throughput }),
    ...(loadSeconds !== undefined && { load_seconds: loadSeconds }),
  };
}
