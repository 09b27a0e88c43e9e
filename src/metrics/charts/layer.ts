import type { ComposeOption } from 'echarts/core';
import type { LineSeriesOption } from 'echarts/charts';
import type { GraphicComponentOption, GridComponentOption } from 'echarts/components';

/** What we use of echarts. */
export type Option = ComposeOption<LineSeriesOption | GraphicComponentOption | GridComponentOption>;

/** A shape or a text at a place in the picture, in pixels. */
export type GraphicElement = NonNullable<
  Extract<GraphicComponentOption, { elements?: unknown }>['elements']
>[number];
