import { LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Picture } from './chart.ts';
import { distributionChart } from './distribution-chart.ts';
import { frequencyChart } from './frequency-chart.ts';
import { HEIGHT, WIDTH } from './frame.ts';
import type { Option } from './layer.ts';
import { lineChart } from './line-chart.ts';
import { sketch } from './sketch.ts';

use([LineChart, GridComponent, GraphicComponent, SVGRenderer]);

/** A picture as SVG, 1,200 by 675 pixels. Takes tens of milliseconds: not for the main thread. */
export function pictureSvg(picture: Picture): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    drawing.setOption(optionOf(picture));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

function optionOf(picture: Picture): Option {
  if ('series' in picture) return lineChart(sketch(picture));
  return 'edges' in picture ? distributionChart(picture) : frequencyChart(picture);
}
